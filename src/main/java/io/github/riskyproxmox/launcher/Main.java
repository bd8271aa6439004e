package io.github.riskyproxmox.launcher;

import java.util.Locale;
import picocli.CommandLine;

/** The entry point. */
public final class Main {
  private Main() {}

  /**
   * Starts the agent and leaves it running, or exits: 0 after {@code --help}, {@code --version} and
   * {@code --prepare}, what {@code check} and {@code setup} say, 2 if the options, the settings or
   * the machine are wrong, 1 if the server fails.
   *
   * @param arguments the options
   */
  public static void main(String[] arguments) {
    // The agent's messages are English; this makes those of the libraries match.
    Locale.setDefault(Locale.ENGLISH);
    int status =
        new CommandLine(new AgentCommand(System.getenv()))
            .addSubcommand(new CheckCommand(System.getenv()))
            .addSubcommand(new SetupCommand(System.getenv()))
            .setParameterExceptionHandler(new ErrorReporter())
            .setExecutionExceptionHandler(new ErrorReporter())
            .execute(arguments);
    if (status != AgentCommand.RUNNING) {
      System.exit(status);
    }
  }
}
