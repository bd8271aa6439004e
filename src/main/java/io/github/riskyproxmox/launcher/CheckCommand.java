package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.EnvFileConfigSource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import java.util.stream.Stream;
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
  private static final Path INSTALLED_SETTINGS = Path.of("/etc/risky-proxmox-agent/env");
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
    LogManager.getLogManager().reset();
    System.setProperty("jakarta.json.provider", "org.eclipse.parsson.JsonProviderImpl");
    try (URLClassLoader application = application()) {
      Thread.currentThread().setContextClassLoader(application);
      Method run =
          application
              .loadClass(CHECK)
              .getMethod("run", Map.class, Path.class, Path.class, int.class, boolean.class);
      return (Integer) run.invoke(null, environment, settings(), state(), port, json);
    } catch (InvocationTargetException failed) {
      throw new IOException("The check failed: " + failed.getCause(), failed.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IOException("lib/application is not complete: " + missing, missing);
    }
  }

  private @Nullable Path settings() {
    return Optional.ofNullable(envFile)
        .or(EnvFileConfigSource::file)
        .or(() -> Optional.of(INSTALLED_SETTINGS).filter(Files::exists))
        .orElse(null);
  }

  private @Nullable Path state() {
    return Optional.ofNullable(stateDirectory)
        .or(() -> Optional.of(INSTALLED_STATE).filter(Files::exists))
        .orElse(null);
  }

  /** The classes of the WAR over those of the launcher and of Payara. */
  private static URLClassLoader application() throws StartFailure, IOException {
    Path inf = Agent.application().resolve("WEB-INF");
    List<URL> urls = new ArrayList<>();
    urls.add(inf.resolve("classes").toUri().toURL());
    try (Stream<Path> jars = Files.list(inf.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), CheckCommand.class.getClassLoader());
  }
}
