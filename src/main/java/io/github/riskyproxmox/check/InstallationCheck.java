package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.BasePath;
import io.github.riskyproxmox.config.EnvFile;
import io.github.riskyproxmox.config.InvalidSettings;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.launch.StateDirectory;
import io.github.riskyproxmox.proxmox.PveGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code check}: the settings, the network, Proxmox, the token, the guests and this
 * machine. The launcher loads it from the application, which has the client of Proxmox.
 */
public final class InstallationCheck {
  private final Map<String, String> environment;
  private final Optional<Path> envFile;
  private final NetworkCheck.Lookup lookup;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  InstallationCheck(
      Map<String, String> environment,
      Optional<Path> envFile,
      NetworkCheck.Lookup lookup,
      InstantSource clock) {
    this.environment = environment;
    this.envFile = envFile;
    this.lookup = lookup;
    this.clock = clock;
  }

  /**
   * Checks everything and prints the report. Called by the launcher.
   *
   * @param environment takes precedence over the file
   * @param envFile the settings; null if there is no file
   * @param stateDirectory the option; null if it is not given
   * @param port of the page
   * @param json whether to print JSON
   * @return 0, 1 if there are warnings, 2 if the agent cannot work
   */
  public static int run(
      Map<String, String> environment,
      @Nullable Path envFile,
      @Nullable Path stateDirectory,
      int port,
      boolean json) {
    ConfigProviderResolver.setInstance(new NoConfig());
    InstallationCheck check =
        new InstallationCheck(
            environment,
            Optional.ofNullable(envFile),
            InetAddress::getAllByName,
            InstantSource.system());
    Path state =
        StateDirectory.of(
            Optional.ofNullable(stateDirectory).map(Path::toString),
            environment,
            System.getProperty("user.home", "."));
    Report report = check.report(state, port);
    System.out.print(json ? report.json() + "\n" : report.table());
    return report.exitStatus();
  }

  /** The report on these settings and this machine. */
  Report report(Path state, int port) {
    Optional<Settings> read = settings();
    read.ifPresent(
        settings -> {
          findings.addAll(new NetworkCheck(settings, lookup, clock).run());
          PveGateway proxmox = new PveGateway(settings, Runnable::run, clock);
          findings.addAll(new ProxmoxCheck(settings, proxmox).run());
        });
    findings.add(MachineCheck.stateDirectory(state));
    findings.add(MachineCheck.port(port, read.map(Settings::basePath).orElse(BasePath.ROOT)));
    findings.addAll(MachineCheck.unit());
    return new Report(findings);
  }

  private Optional<Settings> settings() {
    String where = envFile.map(Path::toString).orElse("environment");
    Map<String, String> values = new HashMap<>();
    List<String> problems = new ArrayList<>();
    try {
      if (envFile.isPresent()) {
        EnvFile read = EnvFile.read(envFile.get());
        values.putAll(read.values());
        problems.addAll(read.problems());
        EnvFile.permissionWarning(envFile.get())
            .ifPresent(
                words ->
                    findings.add(
                        Finding.warning(
                            where,
                            Message.of(CheckText.READABLE_BY_OTHERS, words),
                            Message.of(CheckText.READABLE_CURE, where))));
      }
      values.putAll(environment);
      Settings settings = Settings.from(values, problems);
      findings.add(
          Finding.ok(where, Message.of(CheckText.SETTINGS_READ, settings.tokenId().toString())));
      return Optional.of(settings);
    } catch (IOException unreadable) {
      wrong(where, "It cannot be read by this user.");
    } catch (InvalidSettings invalid) {
      invalid.problems().forEach(problem -> wrong(where, problem));
    }
    return Optional.empty();
  }

  private void wrong(String where, String words) {
    findings.add(
        Finding.broken(
            where,
            Message.of(CheckText.SETTING_WRONG, words),
            Message.of(CheckText.SETTING_CURE, where)));
  }
}
