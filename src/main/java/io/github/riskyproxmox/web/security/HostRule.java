package io.github.riskyproxmox.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which names this page may be asked for under. Against DNS rebinding: a stranger's page can make
 * its own name point here, but not one of these.
 */
final class HostRule {
  private static final List<String> HOME =
      List.of(".local", ".lan", ".home", ".internal", ".home.arpa");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private final Set<String> allowedHosts;
  private final Supplier<String> ownName;

  /**
   * A rule.
   *
   * @param allowedHosts further names, lower-case
   * @param ownName this machine's full name; asked for last, because finding it may take a look-up
   */
  HostRule(Set<String> allowedHosts, Supplier<String> ownName) {
    this.allowedHosts = Set.copyOf(allowedHosts);
    this.ownName = ownName;
  }

  /** Whether the page may be asked for under that host. */
  boolean allows(Authority authority) {
    String host = authority.host();
    return isAddress(host)
        || LABEL.matcher(host).matches()
        || HOME.stream().anyMatch(suffix -> isBelow(host, suffix))
        || allowedHosts.contains(host)
        || host.equals(ownName.get());
  }

  private static boolean isBelow(String host, String suffix) {
    return host.endsWith(suffix) && host.length() > suffix.length();
  }

  private static boolean isAddress(String host) {
    if (!host.startsWith("[")) {
      return IPV4.matcher(host).matches();
    }
    try {
      // In brackets it is never looked up as a name.
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
