package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code setup}, which the application has. */
@Command(
    name = "setup",
    description =
        "On a Proxmox host, as root: make role, user and token, write the settings and start the"
            + " service. Shows what it is going to do, and asks. A second run does what is missing."
            + " Without pveum it prints the lines to run.",
    footer =
        "Exit status: 0, 1 if nothing was done or the page does not answer, 2 if a step failed.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class SetupCommand implements Callable<Integer> {
  /** Where the package has the settings. */
  static final Path SETTINGS = Path.of("/etc/risky-proxmox-agent/env");

  private static final String SETUP = "io.github.riskyproxmox.setup.Setup";
  private static final String USUAL_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private final Map<String, String> environment;

  @Option(
      names = "--hibernate",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Grant what hibernation needs: VM.Config.Disk, space on the storages of the VMs, and"
              + " questions to the guest agent. Default: granted.")
  private boolean hibernate = true;

  @Option(
      names = "--mappings",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Grant the reading of resource mappings. Default: granted.")
  private boolean mappings = true;

  @Option(
      names = "--power-off",
      description =
          "Set HOST_POWEROFF=true and grant the shutdown of the host. Default: not granted.")
  private boolean powerOff;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      defaultValue = "/etc/risky-proxmox-agent/env",
      description = "The settings to write. Default: ${DEFAULT-VALUE}.")
  private Path envFile = SETTINGS;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The agent's port, for the address that is printed. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(names = "--undo", description = "Take back what setup has made, and only that.")
  private boolean undo;

  /**
   * Creates the command.
   *
   * @param environment has the PATH
   */
  SetupCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws StartFailure, IOException {
    Set<String> options = new HashSet<>();
    addIf(hibernate, options, "hibernate");
    addIf(mappings, options, "mappings");
    addIf(powerOff, options, "power-off");
    addIf(yes, options, "yes");
    addIf(undo, options, "undo");
    ListenAddress listen = new ListenAddress(InetAddress.getByName("0.0.0.0"), port);
    return ApplicationCommand.run(
        SETUP,
        List.of(String.class, Path.class, String.class, String.class, Set.class),
        environment.getOrDefault("PATH", USUAL_PATH),
        envFile,
        listen.localUrl(),
        listen.url(),
        options);
  }

  private static void addIf(boolean on, Set<String> options, String name) {
    if (on) {
      options.add(name);
    }
  }
}
