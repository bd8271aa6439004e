package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.config.FrameAncestors;
import jakarta.servlet.http.HttpServletResponse;

/** The headers of every answer. A page replaces the content policy with its own, laxer one. */
final class AnswerHeaders {
  static final String CSP = "Content-Security-Policy";
  static final String CACHE = "Cache-Control";

  /** Not cached. */
  static final String NEVER = "no-store";

  /** Cached, and revalidated each time. */
  static final String REVALIDATE = "no-cache";

  /** Cached for good. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static final String NOTHING_ALLOWED =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String NO_FEATURES =
      "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(),"
          + " fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(),"
          + " payment=(), picture-in-picture=(), publickey-credentials-get=(),"
          + " screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

  private AnswerHeaders() {}

  /** The policy, which allows no frame, with the pages that may show ours in one. */
  static String policy(String unframed, FrameAncestors ancestors) {
    return unframed.replace(FrameAncestors.NONE.directive(), ancestors.directive());
  }

  /** Sets them; a servlet may still replace them. */
  static void set(HttpServletResponse response, String caching, FrameAncestors ancestors) {
    response.setHeader(CSP, policy(NOTHING_ALLOWED, ancestors));
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (ancestors.origins().isEmpty()) {
      // It can name no origin.
      response.setHeader("X-Frame-Options", "DENY");
    }
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (!caching.equals(IMMUTABLE)) {
      // Both concern documents only. A script or style sheet is none, and a visit loads several.
      response.setHeader("Permissions-Policy", NO_FEATURES);
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    response.setHeader(CACHE, caching);
    if (!caching.equals(NEVER)) {
      // Most cacheable answers are compressed for clients that accept it.
      response.setHeader("Vary", "Accept-Encoding");
    }
  }
}
