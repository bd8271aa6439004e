package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets Faces answer once when many pages send the same request at the same time, as they do after
 * each change. See docs/adr/0012. The filter is mapped to the servlet by name, so it runs after
 * {@code web.security}, which is mapped to paths (Servlet 6.1, 6.2.4).
 */
@WebFilter(servletNames = "page")
public class SharedAnswers extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The longest age of values that are not part of a revision, such as the age of the data. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private static final int AT_MOST = 32;

  // The container creates filters with their default constructor.
  @Inject private transient InventoryMonitor monitor;
  @Inject private transient Scheduler scheduler;

  private final transient Map<Asked, Kept> kept = new LinkedHashMap<>();

  private record Asked(SyncCall call, String epoch, long revision) {}

  /** A shared response. Its lock lets other requests wait until it is complete. */
  private static final class Kept {
    private final Instant since;
    private Optional<SharedAnswer> answer = Optional.empty();

    Kept(Instant since) {
      this.since = since;
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<SyncCall> call = SyncCall.of(request);
    Optional<SyncCall.Own> own = SyncCall.own(request);
    if (call.isEmpty() || own.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    SiteSnapshot site = monitor.snapshot();
    Kept entry = entry(new Asked(call.get(), site.epoch(), site.revision()), scheduler.steady());
    SharedAnswer answer;
    synchronized (entry) {
      if (entry.answer.isEmpty()) {
        CapturedResponse captured = new CapturedResponse(response);
        chain.doFilter(request, captured);
        entry.answer = SharedAnswer.of(captured.text(), own.get().nonce());
        if (entry.answer.isEmpty()) {
          send(response, captured.text());
          return;
        }
      }
      answer = entry.answer.get();
    }
    send(response, answer.forPage(own.get(), scheduler.now()));
  }

  private Kept entry(Asked asked, Instant now) {
    synchronized (kept) {
      kept.values().removeIf(entry -> now.isAfter(entry.since.plus(KEPT)));
      if (kept.size() >= AT_MOST) {
        kept.clear();
      }
      return kept.computeIfAbsent(asked, nobodyYet -> new Kept(now));
    }
  }

  private static void send(HttpServletResponse response, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/xml;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
