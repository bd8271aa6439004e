package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.domain.vm.ForeignText;
import io.github.riskyproxmox.log.LineLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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

  private final LineLimit limit;
  private final Consumer<String> log;

  RefusalLog(Supplier<Instant> clock, Consumer<String> log) {
    this.limit = new LineLimit(MOST, clock);
    this.log = log;
  }

  /** Takes note of an answer; only refusals of what is no mere read are written. */
  void note(HttpServletRequest request, int status) {
    note(request, status, "");
  }

  /** Takes note of a refusal, with a sentence that says why; empty if the status says it all. */
  void note(HttpServletRequest request, int status, String why) {
    if (!RequestAdmission.isRead(request) && REFUSED.contains(status)) {
      limit.line(() -> line(request, status, why), "refusals").ifPresent(log);
    }
  }

  private static String line(HttpServletRequest request, int status, String why) {
    return "Refused with %s: %s %s by %s, Host %s, Origin %s.%s"
        .formatted(
            status,
            ForeignText.ascii(request.getMethod()),
            ForeignText.ascii(request.getRequestURI()),
            request.getRemoteAddr(),
            values(request, "Host"),
            values(request, "Origin"),
            why.isEmpty() ? "" : " " + why);
  }

  private static String values(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty()
        ? "none"
        : "\"" + ForeignText.ascii(String.join("\", \"", values)) + "\"";
  }
}
