package io.github.riskyproxmox.web.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says who was refused what they wanted to change. Only so many lines a minute: whoever asks in a
 * loop must not fill the log.
 */
final class RefusalLog {
  /** Answers that mean: not taken as it came. What the launch itself refuses it logs itself. */
  private static final Set<Integer> REFUSED = Set.of(400, 403, 408, 411, 413, 415, 421, 429);

  private static final int MOST = 10;
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int LONGEST = 100;

  private final Supplier<Instant> clock;
  private final Consumer<String> log;
  private Instant since = Instant.EPOCH;
  private int written;
  private int leftOut;

  RefusalLog(Supplier<Instant> clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  /** Takes note of an answer; only refusals of what is no mere read are written. */
  void note(HttpServletRequest request, int status) {
    if (!Admission.isRead(request) && REFUSED.contains(status)) {
      line(request, status).ifPresent(log);
    }
  }

  private synchronized Optional<String> line(HttpServletRequest request, int status) {
    Instant now = clock.get();
    String before = "";
    if (Duration.between(since, now).compareTo(SPAN) >= 0) {
      before = leftOut == 0 ? "" : " (%s more refusals were not logged)".formatted(leftOut);
      since = now;
      written = 0;
      leftOut = 0;
    }
    if (written >= MOST) {
      leftOut++;
      return Optional.empty();
    }
    written++;
    return Optional.of(
        "Refused with %s: %s %s by %s, Host %s, Origin %s.%s"
            .formatted(
                status,
                clean(request.getMethod()),
                clean(request.getRequestURI()),
                request.getRemoteAddr(),
                values(request, "Host"),
                values(request, "Origin"),
                before));
  }

  private static String values(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? "none" : "\"" + clean(String.join("\", \"", values)) + "\"";
  }

  private static String clean(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return start.replaceAll("[^ -~]", "?");
  }
}
