package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.web.api.JsonFormat;
import java.nio.charset.StandardCharsets;

/** Events as bytes on the wire, made once and sent to many. */
final class EventFrame {
  /** How long a browser waits before it connects again, in milliseconds. */
  private static final int RETRY = 2000;

  private EventFrame() {}

  /** An event that starts a stream. */
  static byte[] first(String event, long revision, Object data) {
    return ("retry: " + RETRY + "\n" + text(event, revision, data))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Any later event. JSON has no line breaks of its own, so one data line holds it. */
  static byte[] of(String event, long revision, Object data) {
    return text(event, revision, data).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String event, long revision, Object data) {
    // A number is written in the digits of no language, as any program reads it.
    return "id: " + revision + "\nevent: " + event + "\ndata: " + JsonFormat.write(data) + "\n\n";
  }
}
