package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.config.Fingerprint;
import io.github.riskyproxmox.config.Flag;
import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.TokenId;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares what there is with what the agent needs. Only what is missing becomes a step. */
final class SetupPlan {
  static final String DEFAULT_TOKEN = "launcher@pve!agent";

  private static final String ID = "PVE_TOKEN_ID";
  private static final String SECRET = "PVE_TOKEN_SECRET";
  private static final String SECRET_FILE = "PVE_TOKEN_SECRET_FILE";
  private static final String FINGERPRINT = "PVE_FINGERPRINT";
  private static final String ROOT = "root@pam";

  private final SetupOptions options;
  private final Programs programs;
  private final SettingsFile settings;
  private final SetupRecord made;
  private final ProxmoxHost host;
  private final AccessLists lists;
  private final String token;
  private final String user;
  private final List<Step> steps = new ArrayList<>();
  private boolean settingsChange;
  private boolean tokenIsNew;

  /**
   * A role on a path.
   *
   * @param privileges those of its privileges that are needed
   */
  private record Grant(Role role, Set<String> privileges, String path) {}

  SetupPlan(
      SetupOptions options,
      Programs programs,
      SettingsFile settings,
      SetupRecord made,
      ProxmoxHost host)
      throws SetupFailure {
    this.options = options;
    this.programs = programs;
    this.settings = settings;
    this.made = made;
    this.host = host;
    List<String> problems = settings.problems();
    if (!problems.isEmpty()) {
      throw new SetupFailure(SetupText.SETTINGS_WRONG, String.join(" ", problems));
    }
    token = token(settings.value(ID).orElse(DEFAULT_TOKEN));
    user = token.substring(0, token.indexOf('!'));
    lists = AccessLists.read(programs);
  }

  private static String token(String written) throws SetupFailure {
    try {
      return new TokenId(written).value();
    } catch (IllegalArgumentException wrong) {
      throw new SetupFailure(SetupText.SETTINGS_WRONG, String.valueOf(wrong.getMessage()));
    }
  }

  /** The steps in their order; none if there is nothing to do. */
  List<Step> steps() throws SetupFailure {
    Optional<String> address = settings.value("PVE_HOST");
    if (address.isPresent() && !ProxmoxHost.isHere(address(address.get()))) {
      throw new SetupFailure(SetupText.ELSEWHERE, address.get(), settings.path().toString());
    }
    Set<Grant> grants = grants();
    roles(grants);
    if (!lists.users().contains(user)) {
      change(Made.of(Made.Kind.USER, user), CommandLine.of("pveum", "user", "add", user));
    }
    token();
    grants.forEach(this::grant);
    if (address.isEmpty()) {
      setting("PVE_HOST", "localhost");
    }
    fingerprint(address);
    if (options.powerOff() && !isOn("HOST_POWEROFF")) {
      setting("HOST_POWEROFF", "true");
    }
    service();
    return List.copyOf(steps);
  }

  private static PveAddress address(String text) throws SetupFailure {
    try {
      return PveAddress.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new SetupFailure(SetupText.SETTINGS_WRONG, String.valueOf(wrong.getMessage()));
    }
  }

  private Set<Grant> grants() throws SetupFailure {
    Set<Grant> grants = new LinkedHashSet<>();
    grants.add(new Grant(Role.GUESTS, new TreeSet<>(onGuests(options)), "/vms"));
    if (options.hibernate()) {
      for (String storage : AccessLists.storages(programs)) {
        add(grants, Role.STORAGE, "/storage/" + storage);
      }
      add(grants, Role.GUEST_AGENT, "/vms");
    }
    if (options.mappings()) {
      add(grants, Role.MAPPINGS, "/mapping");
    }
    if (options.powerOff()) {
      Optional<String> one = settings.value("PVE_NODE");
      for (String node : one.isPresent() ? List.of(one.get()) : host.nodes()) {
        add(grants, Role.NODE, "/nodes/" + node);
      }
    }
    return grants;
  }

  /** The privileges that are needed on guests. */
  static List<String> onGuests(SetupOptions options) {
    return options.hibernate()
        ? Role.GUESTS.privileges()
        : Role.GUESTS.privilegesWithoutHibernation();
  }

  /** An older Proxmox does not know every privilege, and refuses a role with another one. */
  private void add(Set<Grant> grants, Role role, String path) {
    if (role.privileges().stream().allMatch(lists::knows)) {
      grants.add(new Grant(role, new TreeSet<>(role.privileges()), path));
    }
  }

  private void roles(Set<Grant> grants) {
    Set<Role> done = new LinkedHashSet<>();
    for (Grant grant : grants) {
      if (done.add(grant.role())) {
        role(grant.role().pveName(), grant.privileges());
      }
    }
  }

  private void role(String name, Set<String> privileges) {
    Made role = Made.of(Made.Kind.ROLE, name);
    Set<String> missing = new TreeSet<>(privileges);
    if (!lists.roles().containsKey(name)) {
      change(role, CommandLine.of("pveum", "role", "add", name, "--privs", words(missing)));
      return;
    }
    missing.removeAll(lists.roles().get(name));
    if (!missing.isEmpty()) {
      change(
          made.has(role) ? role : Made.of(Made.Kind.PRIVILEGES, name, String.join(",", missing)),
          CommandLine.of(
              "pveum", "role", "modify", name, "--append", "1", "--privs", words(missing)));
    }
  }

  private static String words(Set<String> privileges) {
    return String.join(" ", privileges);
  }

  /** Proxmox tells the secret only when the token is made, so both belong together. */
  private void token() throws SetupFailure {
    boolean exists = lists.tokens().contains(token);
    boolean fromFile = settings.value(SECRET_FILE).isPresent();
    if (exists && (fromFile || settings.value(SECRET).isPresent())) {
      return;
    }
    if (fromFile) {
      throw new SetupFailure(SetupText.SECRET_FILE, settings.path().toString());
    }
    Made entry = Made.of(Made.Kind.TOKEN, token);
    String name = token.substring(token.indexOf('!') + 1);
    if (exists && !made.has(entry)) {
      throw new SetupFailure(
          SetupText.SECRET_LOST, token, user + " " + name, settings.path().toString());
    }
    if (exists) {
      CommandLine delete = CommandLine.of("pveum", "user", "token", "delete", user, name);
      steps.add(new Step(delete.toString(), () -> programs.succeed(delete)));
    }
    CommandLine add = CommandLine.of("pveum", "user", "token", "add", user, name, "--privsep", "1");
    tokenIsNew = true;
    settingsChange = true;
    steps.add(
        new Step(
            text(SetupText.TOKEN, add.toString(), settings.path().toString()),
            () -> {
              made.add(entry);
              String printed =
                  programs.succeed(
                      new CommandLine(
                          Stream.concat(add.words().stream(), Stream.of("--output-format", "json"))
                              .toList()));
              String secret = secret(printed);
              write(ID, token);
              made.addSetting(Made.secret(SECRET, settings.written(SECRET)));
              settings.set(SECRET, secret);
            }));
  }

  private static String secret(String printed) throws SetupFailure {
    try (JsonReader reader = Json.createReader(new StringReader(printed))) {
      return reader.readObject().getString("value");
    } catch (JsonException | ClassCastException | NullPointerException foreign) {
      // Without the cause: its message could have a part of the secret.
      throw new SetupFailure(SetupText.NOT_UNDERSTOOD, "pveum user token add");
    }
  }

  /** With privilege separation a token has only what its user has too (pve-api.md §7). */
  private void grant(Grant grant) {
    String path = grant.path();
    String role = grant.role().pveName();
    List<String> words = new ArrayList<>(List.of("pveum", "acl", "modify", path));
    List<Made> entries = new ArrayList<>();
    // Proxmox does not store one of root@pam, which has every privilege.
    if (!user.equals(ROOT)
        && !lists.acls().contains(new AccessLists.Acl(path, "user", user, role))) {
      words.addAll(List.of("--users", user));
      entries.add(Made.of(Made.Kind.ACL, path, role, "user", user));
    }
    // A token that is deleted loses its entries.
    if (tokenIsNew || !lists.acls().contains(new AccessLists.Acl(path, "token", token, role))) {
      words.addAll(List.of("--tokens", token));
      entries.add(Made.of(Made.Kind.ACL, path, role, "token", token));
    }
    if (entries.isEmpty()) {
      return;
    }
    words.addAll(List.of("--roles", role));
    CommandLine command = new CommandLine(words);
    steps.add(
        new Step(
            command.toString(),
            () -> {
              for (Made entry : entries) {
                made.add(entry);
              }
              programs.succeed(command);
            }));
  }

  /** Who accepts no certificate without its authority, or asks a proxy, needs no fingerprint. */
  private void fingerprint(Optional<String> address) throws SetupFailure {
    boolean verified =
        settings.value("PVE_CA_FILE").isPresent()
            || settings
                .value("PVE_INSECURE_SSL")
                .flatMap(Flag::parse)
                .filter(insecure -> !insecure)
                .isPresent();
    boolean proxy = address.isPresent() && address(address.get()).port() != PveAddress.DEFAULT_PORT;
    if (verified || proxy) {
      return;
    }
    Fingerprint now = host.fingerprint();
    Optional<String> written = settings.value(FINGERPRINT);
    if (written.isEmpty() || !isSame(written.get(), now)) {
      setting(FINGERPRINT, now.value());
    }
  }

  private static boolean isSame(String written, Fingerprint now) {
    try {
      return new Fingerprint(written).equals(now);
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  private boolean isOn(String key) throws SetupFailure {
    return settings.value(key).flatMap(Flag::parse).orElse(false);
  }

  private void setting(String key, String value) {
    settingsChange = true;
    steps.add(
        new Step(
            text(SetupText.SETTING, key + "=" + value, settings.path().toString()),
            () -> write(key, value)));
  }

  private void write(String key, String value) throws SetupFailure {
    if (!settings.exists()) {
      made.add(Made.of(Made.Kind.FILE));
    }
    Optional<String> before = settings.written(key);
    if (!before.equals(Optional.of(value))) {
      made.addSetting(Made.setting(key, before, value));
      settings.set(key, value);
    }
  }

  private void service() throws SetupFailure {
    Service service = new Service(programs);
    if (!service.exists()) {
      return;
    }
    if (!service.is("is-enabled")) {
      change(Made.of(Made.Kind.ENABLED), service.command("enable"));
    }
    if (!service.is("is-active")) {
      change(Made.of(Made.Kind.STARTED), service.command("start"));
    } else if (settingsChange) {
      CommandLine restart = service.command("restart");
      steps.add(new Step(restart.toString(), () -> programs.succeed(restart)));
    }
  }

  private void change(Made entry, CommandLine command) {
    steps.add(
        new Step(
            command.toString(),
            () -> {
              made.add(entry);
              programs.succeed(command);
            }));
  }

  private static String text(SetupText text, Object... arguments) {
    return Messages.text(Message.of(text, arguments));
  }
}
