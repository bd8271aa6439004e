package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.web.api.JsonFormat;
import java.nio.charset.StandardCharsets;

/** Server-sent events as bytes, written once and sent to many clients. */
final class EventFrame {
  /** How long a browser waits before it connects again. */
  private static final int RETRY_MILLIS = 2000;

  private EventFrame() {}

  /** The first event of a stream. */
  static byte[] first(String event, long revision, Object data) {
    return ("retry: " + RETRY_MILLIS + "\n" + text(event, revision, data))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Any later event. The JSON has no line breaks, so it fits in one data line. */
  static byte[] of(String event, long revision, Object data) {
    return text(event, revision, data).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String event, long revision, Object data) {
    // Concatenation, unlike String.format, uses no localized digits.
    return "id: " + revision + "\nevent: " + event + "\ndata: " + JsonFormat.write(data) + "\n\n";
  }
}
