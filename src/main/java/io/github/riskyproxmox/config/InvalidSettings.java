package io.github.riskyproxmox.config;

import java.util.List;

/** The settings are invalid. Names every problem and what to write instead. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Creates the exception.
   *
   * @param problems one sentence each, without secrets; not empty
   */
  public InvalidSettings(List<String> problems) {
    super("The settings cannot be used:\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each problem. */
  public List<String> problems() {
    return problems;
  }
}
