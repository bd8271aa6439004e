package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletResponse;

/** The headers every answer gets. A page replaces the content policy by its own, which is laxer. */
final class AnswerHeaders {
  static final String CSP = "Content-Security-Policy";
  static final String CACHE = "Cache-Control";

  /** Never to be kept. */
  static final String NEVER = "no-store";

  /** To be kept, and asked for each time. */
  static final String ASK = "no-cache";

  /** To be kept for good. */
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String NO_POWERS =
      "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(),"
          + " fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(),"
          + " payment=(), picture-in-picture=(), publickey-credentials-get=(),"
          + " screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

  private AnswerHeaders() {}

  /** Sets them; what comes after may still replace them. */
  static void set(HttpServletResponse response, String caching) {
    response.setHeader(CSP, NOTHING);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Permissions-Policy", NO_POWERS);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(CACHE, caching);
    if (!caching.equals(NEVER)) {
      // Most of what may be kept goes out compressed to those who take it so.
      response.setHeader("Vary", "Accept-Encoding");
    }
  }
}
