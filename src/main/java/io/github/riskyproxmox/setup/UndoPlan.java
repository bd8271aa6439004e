package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.message.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes back what setup has made and what is still there, in the reverse order. */
final class UndoPlan {
  private final Programs programs;
  private final SettingsFile settings;
  private final SetupRecord made;
  private final AccessLists lists;
  private final Service service;
  private final List<Step> steps = new ArrayList<>();

  UndoPlan(Programs programs, SettingsFile settings, SetupRecord made) throws SetupFailure {
    this.programs = programs;
    this.settings = settings;
    this.made = made;
    this.lists = AccessLists.read(programs);
    this.service = new Service(programs);
  }

  /** The steps in their order; none if setup has made nothing. */
  List<Step> steps() throws SetupFailure {
    for (Made entry : made.entries().reversed()) {
      undo(entry);
    }
    return List.copyOf(steps);
  }

  private void undo(Made entry) throws SetupFailure {
    switch (entry.what()) {
      case STARTED -> unit(entry, "is-active", "stop");
      case ENABLED -> unit(entry, "is-enabled", "disable");
      case SETTING -> setting(entry);
      case FILE ->
          add(
              entry,
              text(SetupText.DELETE_FILE, settings.path().toString()),
              settings::deleteIfEmpty);
      case ACL -> acl(entry);
      case TOKEN -> token(entry);
      case USER -> user(entry);
      case PRIVILEGES -> privileges(entry);
      case ROLE -> role(entry);
    }
  }

  private void unit(Made entry, String question, String verb) throws SetupFailure {
    if (service.exists() && service.is(question)) {
      run(entry, service.command(verb));
    } else {
      forget(entry);
    }
  }

  private void setting(Made entry) {
    String key = entry.detail(0);
    Optional<String> before = entry.before();
    String line =
        before
            .map(value -> text(SetupText.SETTING, key + "=" + value, settings.path().toString()))
            .orElseGet(() -> text(SetupText.REMOVE_SETTING, key, settings.path().toString()));
    add(
        entry,
        line,
        () -> {
          Optional<String> written = settings.written(key);
          if (written.isPresent() && entry.isStill(written)) {
            if (before.isPresent()) {
              settings.set(key, before.get());
            } else {
              settings.remove(key);
            }
          }
        });
  }

  private void acl(Made entry) {
    String path = entry.detail(0);
    String role = entry.detail(1);
    String type = entry.detail(2);
    String id = entry.detail(3);
    if (lists.acls().contains(new AccessLists.Acl(path, type, id, role))) {
      run(
          entry,
          CommandLine.of("pveum", "acl", "delete", path, "--" + type + "s", id, "--roles", role));
    } else {
      forget(entry);
    }
  }

  private void token(Made entry) {
    String id = entry.detail(0);
    if (lists.tokens().contains(id)) {
      String[] parts = id.split("!", 2);
      run(entry, CommandLine.of("pveum", "user", "token", "delete", parts[0], parts[1]));
    } else {
      forget(entry);
    }
  }

  /** One that somebody has given another token stays. */
  private void user(Made entry) {
    String user = entry.detail(0);
    boolean shared =
        lists.tokens().stream()
            .filter(token -> token.startsWith(user + "!"))
            .anyMatch(token -> !made.has(Made.of(Made.Kind.TOKEN, token)));
    if (shared) {
      add(entry, text(SetupText.KEPT, user), () -> {});
    } else if (lists.users().contains(user)) {
      run(entry, CommandLine.of("pveum", "user", "delete", user));
    } else {
      forget(entry);
    }
  }

  private void privileges(Made entry) {
    String role = entry.detail(0);
    if (!lists.roles().containsKey(role)) {
      forget(entry);
      return;
    }
    Set<String> rest = new TreeSet<>(lists.roles().get(role));
    made.entries().stream()
        .filter(one -> one.what() == Made.Kind.PRIVILEGES && one.detail(0).equals(role))
        .forEach(one -> rest.removeAll(AccessLists.privileges(one.detail(1))));
    run(entry, CommandLine.of("pveum", "role", "modify", role, "--privs", String.join(" ", rest)));
  }

  /** One that somebody else has been granted stays. */
  private void role(Made entry) {
    String role = entry.detail(0);
    boolean shared =
        lists.acls().stream()
            .filter(acl -> acl.role().equals(role))
            .anyMatch(
                acl ->
                    !made.has(
                        Made.of(Made.Kind.ACL, acl.path(), acl.role(), acl.type(), acl.id())));
    if (shared) {
      add(entry, text(SetupText.KEPT, role), () -> {});
    } else if (lists.roles().containsKey(role)) {
      run(entry, CommandLine.of("pveum", "role", "delete", role));
    } else {
      forget(entry);
    }
  }

  private void run(Made entry, CommandLine command) {
    add(entry, command.toString(), () -> programs.succeed(command));
  }

  private void add(Made entry, String line, Step.Action action) {
    steps.add(
        new Step(
            line,
            () -> {
              action.run();
              made.remove(entry);
            }));
  }

  /** What somebody else has taken back already. */
  private void forget(Made entry) {
    add(entry, text(SetupText.GONE, String.join(" ", entry.details())), () -> {});
  }

  private static String text(SetupText text, Object... arguments) {
    return Messages.text(Message.of(text, arguments));
  }
}
