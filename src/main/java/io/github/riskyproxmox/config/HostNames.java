package io.github.riskyproxmox.config;

import java.util.regex.Pattern;

/** The form of a host name in settings: labels of a DNS name in lower case, no trailing dot. */
public final class HostNames {
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST = 253;

  private HostNames() {}

  /** Whether ALLOWED_HOSTS takes this name. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }
}
