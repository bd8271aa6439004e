package io.github.riskyproxmox.domain.vm;

import java.util.List;

/** Names in a sentence. */
public final class Names {
  private Names() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}; empty if there is none. */
  public static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
