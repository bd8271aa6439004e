package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.domain.vm.ForeignText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets only our own page change anything. A request without both headers does not come from a
 * browser: every browser sends at least one of them unless the request only reads.
 */
final class OriginRule {
  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

  private OriginRule() {}

  /**
   * Why the request may change nothing, and what to do about it; empty if it may.
   *
   * @param origins every Origin header
   * @param sites every Sec-Fetch-Site header
   * @param scheme the scheme by which the browser reached us: http or https
   * @param own the value of the Host header, then those of X-Forwarded-Host: each is a name that we
   *     answer to
   */
  static Optional<String> fault(
      List<String> origins, List<String> sites, String scheme, List<Authority> own) {
    Optional<String> origin = origins.stream().filter(one -> !isOwn(one, scheme, own)).findFirst();
    if (origin.isPresent()) {
      return Optional.of(
          ("Its Origin is \"%s\", but by its Host header and scheme this page is %s."
                  + " If a reverse proxy stands in between, it must pass on the browser's Host header,"
                  + " as Host or X-Forwarded-Host, and set X-Forwarded-Proto to \"%s\".")
              .formatted(
                  ForeignText.ascii(origin.get()),
                  own.stream()
                      .map(host -> "\"" + ForeignText.ascii(scheme + "://" + host.text()) + "\"")
                      .distinct()
                      .limit(3)
                      .collect(Collectors.joining(" or ")),
                  origin.get().startsWith("http:") ? "http" : "https"));
    }
    return sites.stream()
        .filter(site -> !site.equals("same-origin") && !site.equals("none"))
        .findFirst()
        .map(site -> "The browser says of it Sec-Fetch-Site: " + ForeignText.ascii(site) + ".");
  }

  private static boolean isOwn(String origin, String scheme, List<Authority> own) {
    Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !matcher.group(1).equals(scheme)) {
      return false;
    }
    Optional<Authority> other = Authority.parse(matcher.group(2));
    return other.filter(from -> own.stream().anyMatch(from.isSame(scheme))).isPresent();
  }
}
