package io.github.riskyproxmox.domain.vm;

import java.util.List;

/** Names in a sentence. */
public final class Names {
  private static final int LONGEST = 80;

  private Names() {}

  /** A name that leaves room for the sentence: PVE has no limit for the length of names. */
  public static String brief(String name) {
    return ForeignText.line(name, LONGEST);
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}; empty if there is none. */
  public static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
