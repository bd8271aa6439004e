package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.EnvFileConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code check}. Runs the check of the application without the server. */
@Command(
    name = "check",
    description = "Name what is wrong with the settings, Proxmox and this machine, and its cure.",
    footer = "Exit status: 0, 1 if there are warnings, 2 if the agent cannot work.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private static final String CHECK = "io.github.riskyproxmox.check.InstallationCheck";
  private static final Path INSTALLED_STATE = Path.of("/var/lib/risky-proxmox-agent");

  private final Map<String, String> environment;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "The settings. Default: .env in the working directory, else"
              + " /etc/risky-proxmox-agent/env.")
  private @Nullable Path envFile;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "As for the agent. Default: that of the systemd unit, if it is there.")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The agent's port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /**
   * Creates the command.
   *
   * @param environment settings that take precedence over the env file
   */
  CheckCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws StartFailure, IOException {
    return ApplicationCommand.run(
        CHECK,
        List.of(Map.class, Path.class, Path.class, int.class, boolean.class),
        environment,
        settings(),
        state(),
        port,
        json);
  }

  private @Nullable Path settings() {
    return Optional.ofNullable(envFile)
        .or(EnvFileConfigSource::file)
        .or(() -> Optional.of(SetupCommand.SETTINGS).filter(Files::exists))
        .orElse(null);
  }

  private @Nullable Path state() {
    return Optional.ofNullable(stateDirectory)
        .or(() -> Optional.of(INSTALLED_STATE).filter(Files::exists))
        .orElse(null);
  }
}
