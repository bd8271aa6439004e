package io.github.riskyproxmox.domain.vm;

/** Names in sentences. */
public final class Names {
  private static final int LONGEST = 80;

  private Names() {}

  /** The name, shortened: PVE does not limit the length of names. */
  public static String brief(String name) {
    return ForeignText.line(name, LONGEST);
  }
}
