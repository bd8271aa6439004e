package io.github.riskyproxmox.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/** The encoding of what we compress ourselves, so that the server below has no need to. */
final class Gzip {
  private static final Pattern REFUSED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

  private Gzip() {}

  /** Whether a body that is read there may be compressed. */
  static boolean isFor(HttpServletRequest request) {
    String encodings = request.getHeader("Accept-Encoding");
    return request.getMethod().equals("GET")
        && encodings != null
        && encodings.contains("gzip")
        && !REFUSED.matcher(encodings).find();
  }

  /** Answers with that, which is compressed. */
  static void send(byte[] packed, HttpServletResponse response) throws IOException {
    response.setHeader("Content-Encoding", "gzip");
    response.setContentLength(packed.length);
    response.getOutputStream().write(packed);
  }
}
