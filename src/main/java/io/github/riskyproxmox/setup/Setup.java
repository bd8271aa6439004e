package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.config.BasePath;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.message.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command {@code setup}: makes role, user and token by pveum, writes the settings and starts
 * the service; {@code --undo} takes back what it has made. It never shows the secret. The launcher
 * loads it from the application.
 */
public final class Setup {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int FAILED = 2;
  private static final String RECORD = "made-by-setup";

  private final SetupOptions options;
  private final Programs programs;
  private final Path envFile;
  private final ProxmoxHost host;
  private final boolean root;
  private final Page page;
  private final String url;
  private final BufferedReader in;
  private final PrintStream out;

  Setup(
      SetupOptions options,
      Programs programs,
      Path envFile,
      ProxmoxHost host,
      boolean root,
      Page page,
      String url,
      BufferedReader in,
      PrintStream out) {
    this.options = options;
    this.programs = programs;
    this.envFile = envFile;
    this.host = host;
    this.root = root;
    this.page = page;
    this.url = url;
    this.in = in;
    this.out = out;
  }

  /**
   * Does it. Called by the launcher.
   *
   * @param path where programs are found
   * @param envFile the settings
   * @param localUrl of the page, for this machine
   * @param url of the page, for people
   * @param options the names of the options that are on
   * @return 0, 1 if nothing was done or the page does not answer, 2 if it failed
   */
  public static int run(
      String path, Path envFile, String localUrl, String url, Set<String> options) {
    return new Setup(
            SetupOptions.of(options),
            new Programs(path),
            envFile,
            new ProxmoxHost(Path.of("/etc/pve")),
            isRoot(),
            Page.at(localUrl),
            url,
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
            System.out)
        .run();
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  int run() {
    if (!programs.has("pveum")) {
      printLines();
      return NOT_DONE;
    }
    if (!root) {
      say(SetupText.NOT_ROOT);
      return FAILED;
    }
    try {
      SettingsFile settings = new SettingsFile(envFile);
      SetupRecord made = new SetupRecord(envFile.resolveSibling(RECORD));
      return options.undo() ? undo(settings, made) : setUp(settings, made);
    } catch (SetupFailure failure) {
      out.println(failure.getMessage());
      return FAILED;
    }
  }

  private int setUp(SettingsFile settings, SetupRecord made) throws SetupFailure {
    List<Step> steps = new SetupPlan(options, programs, settings, made, host).steps();
    if (steps.isEmpty()) {
      say(SetupText.NOTHING_TO_DO);
    } else {
      say(
          SetupText.FEATURES,
          feature(options.hibernate()),
          feature(options.mappings()),
          feature(options.powerOff()));
      int status = carryOut(steps, SetupText.WILL_DO, SetupText.HALF);
      if (status != DONE) {
        return status;
      }
    }
    if (!new Service(programs).exists()) {
      say(SetupText.NO_UNIT, envFile.toString());
      return DONE;
    }
    boolean answers = page.awaitAnswer();
    say(answers ? SetupText.PAGE : SetupText.NO_PAGE, address(settings));
    return answers ? DONE : NOT_DONE;
  }

  /** The page's URL; a BASE_PATH that the agent refuses is for it to explain. */
  private String address(SettingsFile settings) throws SetupFailure {
    try {
      return BasePath.parse(settings.value("BASE_PATH").orElse("/")).below(url);
    } catch (IllegalArgumentException refused) {
      return url;
    }
  }

  private static Message feature(boolean on) {
    return Message.of(SetupText.FEATURE, on ? "on" : "off");
  }

  private int undo(SettingsFile settings, SetupRecord made) throws SetupFailure {
    List<Step> steps = new UndoPlan(programs, settings, made).steps();
    if (steps.isEmpty()) {
      say(SetupText.NOTHING_TO_UNDO);
      return DONE;
    }
    int status = carryOut(steps, SetupText.WILL_UNDO, SetupText.UNDO_HALF);
    if (status == DONE) {
      say(SetupText.UNDONE);
    }
    return status;
  }

  /** Shows all steps, asks, and does one after the other until one fails. */
  private int carryOut(List<Step> steps, SetupText heading, SetupText half) {
    say(heading);
    steps.forEach(step -> out.println("  " + step.line()));
    if (!options.yes() && !isAgreed()) {
      say(SetupText.DECLINED);
      return NOT_DONE;
    }
    for (int i = 0; i < steps.size(); i++) {
      try {
        steps.get(i).action().run();
        say(SetupText.DONE, steps.get(i).line());
      } catch (SetupFailure failure) {
        say(SetupText.FAILED, steps.get(i).line(), String.valueOf(failure.getMessage()));
        steps.subList(i + 1, steps.size()).forEach(step -> say(SetupText.NOT_DONE, step.line()));
        say(half);
        return FAILED;
      }
    }
    return DONE;
  }

  private boolean isAgreed() {
    out.print(text(SetupText.ASK) + " ");
    out.flush();
    try {
      return Optional.ofNullable(in.readLine())
          .filter(answer -> answer.strip().matches("(?i)y(es)?"))
          .isPresent();
    } catch (IOException closed) {
      return false;
    }
  }

  /** What a person runs on the Proxmox host, where the agent runs elsewhere. */
  private void printLines() {
    say(SetupText.NO_PVEUM);
    String token = SetupPlan.DEFAULT_TOKEN;
    List<String> grants =
        new ArrayList<>(Role.GUESTS.grantedTo("/vms", token, SetupPlan.onGuests(options)));
    if (options.hibernate()) {
      grants.addAll(Role.STORAGE.grantedTo("/storage/local", token));
      grants.addAll(Role.GUEST_AGENT.grantedTo("/vms", token));
    }
    if (options.mappings()) {
      grants.addAll(Role.MAPPINGS.grantedTo("/mapping", token));
    }
    if (options.powerOff()) {
      grants.addAll(Role.NODE.grantedTo("/nodes/$(hostname)", token));
    }
    out.println("  pveum user add launcher@pve");
    out.println("  pveum user token add launcher@pve agent --privsep 1");
    grants.forEach(line -> out.println("  " + line));
    out.println("  openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem");
    say(SetupText.THEN, token, envFile.toString());
  }

  private void say(SetupText text, Object... arguments) {
    out.println(text(text, arguments));
  }

  private static String text(SetupText text, Object... arguments) {
    return Messages.text(Message.of(text, arguments));
  }
}
