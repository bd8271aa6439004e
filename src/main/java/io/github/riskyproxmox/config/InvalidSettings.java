package io.github.riskyproxmox.config;

import java.util.List;

/** The settings cannot be used; every problem is named, each with what to write instead. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * Settings that cannot be used.
   *
   * @param problems one sentence each, never a secret; not empty
   */
  public InvalidSettings(List<String> problems) {
    super("The settings cannot be used:\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each. */
  public List<String> problems() {
    return problems;
  }
}
