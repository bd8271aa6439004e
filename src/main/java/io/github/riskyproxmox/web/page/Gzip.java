package io.github.riskyproxmox.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/** Content encoding of responses that this package compresses itself, instead of Payara. */
final class Gzip {
  private static final Pattern REFUSED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

  private Gzip() {}

  /** Whether the client accepts gzip. */
  static boolean isFor(HttpServletRequest request) {
    String encodings = request.getHeader("Accept-Encoding");
    return request.getMethod().equals("GET")
        && encodings != null
        && encodings.contains("gzip")
        && !REFUSED.matcher(encodings).find();
  }

  /** Sends that compressed body. */
  static void send(byte[] packed, HttpServletResponse response) throws IOException {
    response.setHeader("Content-Encoding", "gzip");
    response.setContentLength(packed.length);
    response.getOutputStream().write(packed);
  }
}
