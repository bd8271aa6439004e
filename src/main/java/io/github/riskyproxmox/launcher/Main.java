package io.github.riskyproxmox.launcher;

import java.util.Locale;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /**
   * Starts the agent and leaves it running, or exits: 0 after help and version, 2 when the command
   * line, the settings or the machine do not allow a start, 1 when the server itself fails.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    // What the agent says is English; the libraries' numbers and words follow Java's default.
    Locale.setDefault(Locale.ENGLISH);
    Runtime.getRuntime().addShutdownHook(new Thread(ClassArchive::vouchFor, "no crash"));
    int status =
        new CommandLine(new AgentCommand(System.getenv()))
            .setParameterExceptionHandler(new OneSentence())
            .setExecutionExceptionHandler(new OneSentence())
            .execute(arguments);
    if (status != AgentCommand.RUNNING) {
      System.exit(status);
    }
  }
}
