package io.github.riskyproxmox.launcher;

import java.util.List;

/**
 * The options, the settings, the installation or the machine are wrong. Thrown before anything
 * listens.
 */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** One problem, as a sentence that says what to do instead. */
  StartFailure(String problem) {
    this(List.of(problem));
  }

  /** All problems found, one sentence each. */
  StartFailure(List<String> problems) {
    super(String.join(" ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence per problem, at least one. */
  List<String> problems() {
    return problems;
  }
}
