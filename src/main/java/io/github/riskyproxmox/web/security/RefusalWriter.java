package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes refusals: JSON under /api, a small page elsewhere. Neither discloses internals. */
final class RefusalWriter {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>%1$s</title></head>
      <body><main data-agent="refusal"><h1>%1$s</h1><p>%2$s</p><p><a href="%3$s">To the virtual machines</a></p></main></body>
      </html>
      """;

  private RefusalWriter() {}

  /**
   * Writes it as the whole answer.
   *
   * @param home the path of the page
   */
  static void write(Refusal refusal, boolean api, String home, HttpServletResponse response)
      throws IOException {
    String text = api ? json(refusal) : page(refusal, home);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(refusal.status());
    response.setContentType(api ? "application/json" : "text/html;charset=UTF-8");
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
    } catch (IllegalStateException writing) {
      // The failed servlet has used the writer, in whatever encoding; our text is ASCII.
      response.getWriter().write(text);
    }
    response.flushBuffer();
  }

  private static String json(Refusal refusal) {
    return "{\"status\":\"error\",\"error\":\"%s\",\"message\":\"%s\"}"
        .formatted(refusal.error(), refusal.message().replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String page(Refusal refusal, String home) {
    return PAGE.formatted(escaped(refusal.title()), escaped(refusal.message()), escaped(home));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
