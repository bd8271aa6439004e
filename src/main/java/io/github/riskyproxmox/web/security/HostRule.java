package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.config.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Under which host names the agent answers. Protects against DNS rebinding: an attacker can make a
 * name of his own resolve to this machine, but none of these.
 */
final class HostRule {
  /**
   * No name below them can be registered, so no public name server answers for one: reserved by RFC
   * 6761, 6762 and 8375 and by ICANN (.internal), never to be delegated (ICANN on .corp and .home),
   * or in use at home for so long that the root has none of them (RFC 6762 appendix G, and
   * .localdomain). Not here: .ts.net, because Tailscale publishes names of its customers, and
   * .fritz.box, because .box is a public top-level domain.
   */
  private static final List<String> LOCAL_DOMAINS =
      List.of(
          ".local",
          ".localhost",
          ".test",
          ".home.arpa",
          ".internal",
          ".corp",
          ".home",
          ".intranet",
          ".lan",
          ".localdomain",
          ".private");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private final Set<String> allowedHosts;
  private final Supplier<String> ownName;

  /**
   * Creates a rule.
   *
   * @param allowedHosts further names, in lower case
   * @param ownName this machine's full name; used last, because it may need a DNS lookup
   */
  HostRule(Set<String> allowedHosts, Supplier<String> ownName) {
    this.allowedHosts = Set.copyOf(allowedHosts);
    this.ownName = ownName;
  }

  /** Whether the agent answers under this host. */
  boolean allows(Authority authority) {
    String host = authority.host();
    return isAddress(host)
        || LABEL.matcher(host).matches()
        || LOCAL_DOMAINS.stream().anyMatch(suffix -> isBelow(host, suffix))
        || allowedHosts.contains(host)
        || host.equals(ownName.get());
  }

  /**
   * The line of the settings that allows this host; empty if there can be none. Does not repeat the
   * names that are allowed: a hostile page could read them.
   */
  Optional<String> settingFor(Authority authority) {
    return Optional.of(authority.host())
        .filter(HostNames::isValid)
        .map(host -> "ALLOWED_HOSTS=" + (allowedHosts.isEmpty() ? "" : "...,") + host);
  }

  private static boolean isBelow(String host, String suffix) {
    return host.endsWith(suffix) && host.length() > suffix.length();
  }

  private static boolean isAddress(String host) {
    if (!host.startsWith("[")) {
      return IPV4.matcher(host).matches();
    }
    try {
      // In brackets: this makes no DNS lookup.
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
