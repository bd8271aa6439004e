package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.BasePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Checks all options and settings before it starts the server. */
@Command(
    name = "risky-proxmox-agent",
    description = "One page that switches the one running VM of a Proxmox VE server.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AgentCommand implements Callable<Integer> {
  /** Returned instead of an exit status while the server runs. */
  static final int RUNNING = -1;

  private final Map<String, String> environment;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Listen on this IPv4 or IPv6 address of this machine only; 0.0.0.0 means all its IPv4"
              + " addresses. Default: all its IPv4 and IPv6 addresses; with --demo 127.0.0.1.")
  private @Nullable String bind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "The settings. Default: .env in the working directory, if it is there.")
  private @Nullable Path envFile;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where the current launch is stored. Default: systemd's STATE_DIRECTORY, else"
              + " XDG_STATE_HOME/risky-proxmox-agent.")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--demo",
      description =
          "Switch the VMs of a built-in demo Proxmox server; of the settings only ALLOWED_HOSTS,"
              + " BASE_PATH and FRAME_ANCESTORS are read, from the environment.")
  private boolean demo;

  @Option(
      names = "--prepare",
      description =
          "Write lib/classes.archive, which halves the time of later starts, and end. Takes about"
              + " a minute. Repeat it after an update of the agent or of Java.")
  private boolean prepare;

  /**
   * Creates the command.
   *
   * @param environment settings that take precedence over the env file
   */
  AgentCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws StartFailure, IOException {
    if (prepare) {
      demo = true;
      port = ListenAddress.freePort();
    }
    String address =
        Optional.ofNullable(bind).orElseGet(() -> demo ? "127.0.0.1" : ListenAddress.everywhere());
    ListenAddress listen = ListenAddress.checked(address, port);
    checkStateDirectory();
    BasePath base = BasePath.ROOT;
    if (!demo) {
      base = StartupCheck.check(environment, Optional.ofNullable(envFile)).basePath();
    } else if (envFile != null) {
      throw new StartFailure("--demo brings its own settings; leave out --env-file or --demo.");
    }
    PayaraServer.checkMachine();
    RunDirectory run = RunDirectory.create();
    run.removeAtExit();
    Agent agent = new Agent(listen, run);
    agent.serveBelow(base);
    if (demo) {
      agent.useDemo(environment);
    }
    if (stateDirectory != null) {
      agent.keepStateIn(stateDirectory);
    }
    agent.start();
    if (prepare) {
      PageCheck.requestEverything(agent.localUrl());
      return CommandLine.ExitCode.OK;
    }
    System.out.println("risky-proxmox-agent is ready at " + agent.url());
    return RUNNING;
  }

  private void checkStateDirectory() throws StartFailure {
    if (stateDirectory != null
        && Files.exists(stateDirectory)
        && !Files.isDirectory(stateDirectory)) {
      throw new StartFailure("--state-dir " + stateDirectory + " is not a directory.");
    }
  }
}
