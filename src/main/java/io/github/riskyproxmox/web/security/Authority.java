package io.github.riskyproxmox.web.security;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a Host header: {@code host[:port]}.
 *
 * @param host lower-case, without a trailing dot; an IPv6 address in brackets
 * @param port empty where none is given
 */
record Authority(String host, Optional<Integer> port) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,254})(?::(\\d{0,5}))?");

  /** Parses it; empty if it does not have this form. */
  static Optional<Authority> parse(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    String digits = Optional.ofNullable(matcher.group(2)).orElse("");
    Optional<Integer> port =
        digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    return host.isEmpty() || port.filter(number -> number > 65535).isPresent()
        ? Optional.empty()
        : Optional.of(new Authority(host, port));
  }

  /** Whether another one means the same server by that scheme. */
  Predicate<Authority> isSame(String scheme) {
    return other -> host.equals(other.host) && effectivePort(scheme) == other.effectivePort(scheme);
  }

  /** As in a URL. */
  String text() {
    return host + port.map(number -> ":" + number).orElse("");
  }

  /** The port, or the scheme's default. */
  int effectivePort(String scheme) {
    return port.orElse(scheme.equals("https") ? 443 : 80);
  }
}
