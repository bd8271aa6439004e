package io.github.riskyproxmox.launcher;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Prints every problem as one line on standard error and chooses the exit status. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    print(problem.getCommandLine(), problem.getMessage() + "; --help lists the options.");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine commandLine, ParseResult parsed) {
    if (PayaraServer.isStopping()) {
      // Whoever stopped it during its start knows; the end of the process is under way.
      return AgentCommand.RUNNING;
    }
    if (problem instanceof StartFailure cannotStart) {
      cannotStart.problems().forEach(sentence -> print(commandLine, sentence));
      return CommandLine.ExitCode.USAGE;
    }
    String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    print(commandLine, message);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(CommandLine commandLine, String sentence) {
    commandLine.getErr().println("risky-proxmox-agent: " + sentence.replaceAll("\\s*\\R\\s*", " "));
    commandLine.getErr().flush();
  }
}
