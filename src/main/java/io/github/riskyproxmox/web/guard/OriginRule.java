package io.github.riskyproxmox.web.guard;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pages may change something: only our own. A request without both headers comes from no
 * browser, since every browser sends at least one with a request that is not a plain read.
 */
final class OriginRule {
  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

  private OriginRule() {}

  /**
   * Whether the request may change something.
   *
   * @param origins every Origin header
   * @param sites every Sec-Fetch-Site header
   * @param scheme how the browser reached us: http, or https where a proxy says so
   * @param own what the Host header says
   */
  static boolean allows(List<String> origins, List<String> sites, String scheme, Authority own) {
    return sites.stream().allMatch(site -> site.equals("same-origin") || site.equals("none"))
        && origins.stream().allMatch(origin -> isOwn(origin, scheme, own));
  }

  private static boolean isOwn(String origin, String scheme, Authority own) {
    Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !matcher.group(1).equals(scheme)) {
      return false;
    }
    Optional<Authority> other = Authority.parse(matcher.group(2));
    return other
        .filter(
            from ->
                from.host().equals(own.host())
                    && from.effectivePort(scheme) == own.effectivePort(scheme))
        .isPresent();
  }
}
