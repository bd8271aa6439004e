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

/** Logs refused changes, at most ten lines a minute: a client must not be able to fill the log. */
final class RefusalLog {
  /** Statuses of refused requests. A refused launch (409) is logged by the launch itself. */
  private static final Set<Integer> REFUSED = Set.of(400, 403, 408, 411, 413, 415, 421, 429);

  private static final int LINES_A_MINUTE = 10;

  private final LineLimit limit;
  private final Consumer<String> log;

  RefusalLog(Supplier<Instant> clock, Consumer<String> log) {
    this.limit = new LineLimit(LINES_A_MINUTE, clock);
    this.log = log;
  }

  /** Logs this answer if it refuses a change. */
  void note(HttpServletRequest request, int status) {
    note(request, status, "");
  }

  /** Logs this answer if it refuses a change; {@code why} is empty if the status says enough. */
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
