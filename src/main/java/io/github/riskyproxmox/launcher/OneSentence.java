package io.github.riskyproxmox.launcher;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says every problem in one line on standard error and chooses the exit status. */
final class OneSentence implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    say(problem.getCommandLine(), problem.getMessage() + "; --help shows what there is.");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine commandLine, ParseResult parsed) {
    if (problem instanceof StartFailure cannotStart) {
      cannotStart.problems().forEach(sentence -> say(commandLine, sentence));
      return CommandLine.ExitCode.USAGE;
    }
    String words = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    say(commandLine, words);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void say(CommandLine commandLine, String sentence) {
    commandLine.getErr().println("risky-proxmox-agent: " + sentence.replaceAll("\\s*\\R\\s*", " "));
    commandLine.getErr().flush();
  }
}
