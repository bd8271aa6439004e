package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.monitor.Scheduler;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every request passes it: page, assets, API, event streams, health and description. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(SecurityFilter.class.getName());
  private static final String FAILED = "A request failed inside the agent.";

  // The container creates filters with the empty constructor.
  @Inject private transient Settings settings;

  @Inject private transient Scheduler scheduler;

  private final transient RequestLimiter limiter = new RequestLimiter(Duration.ofSeconds(5));
  private transient RequestAdmission admission;
  private transient RefusalLog refusals;

  @Override
  public void init(FilterConfig config) {
    admission =
        new RequestAdmission(
            new HostRule(settings.allowedHosts(), MachineName.lookedUp(scheduler::now)));
    refusals = new RefusalLog(scheduler::now, LOG::warning);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    SecuredResponse secured = new SecuredResponse(request, response, settings.frameAncestors());
    Optional<Refusal> refusal = admission.refusal(request, secured);
    try {
      answer(request, secured, refusal, chain);
    } catch (IOException fault) {
      failed(secured, fault);
    }
    // The answer to a read may still be on its way in another thread.
    if (!RequestAdmission.isRead(request)) {
      String why = refusal.filter(one -> one.status() == 403).map(Refusal::message).orElse("");
      refusals.note(request, secured.getStatus(), why);
    }
  }

  private void answer(
      HttpServletRequest request,
      SecuredResponse response,
      Optional<Refusal> refusal,
      FilterChain chain)
      throws IOException {
    if (refusal.isPresent()) {
      response.refuse(refusal.get());
    } else if (RequestAdmission.isRead(request)) {
      boolean plain = !Paths.takesParameters(Paths.of(request));
      pass(
          plain ? new RequestWithoutParameters(request) : new SecuredRequest(request),
          response,
          chain);
    } else {
      change(new SecuredRequest(request), response, chain);
    }
  }

  /** A body holds a thread until it has arrived: one client may send only a few at once. */
  private void change(HttpServletRequest request, SecuredResponse response, FilterChain chain)
      throws IOException {
    String client = Forwarded.client(request);
    if (!limiter.enter(client)) {
      response.refuse(Refusal.TOO_MANY_BODIES);
      return;
    }
    BodyPermit permit = new BodyPermit(request, () -> limiter.leave(client));
    try {
      if (Paths.isApi(Paths.of(request))) {
        pass(request, response, chain);
        return;
      }
      // The container reads the whole form now. If it does not arrive, there are no parameters.
      if (request.getParameterMap().isEmpty() && request.getContentLengthLong() > 0) {
        response.refuse(Refusal.NO_FORM);
        return;
      }
    } finally {
      permit.release();
    }
    pass(request, response, chain);
  }

  private static void pass(HttpServletRequest request, SecuredResponse response, FilterChain chain)
      throws IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException fault) {
      LOG.log(Level.SEVERE, FAILED, fault);
      response.refuse(Refusal.of(500));
    }
  }

  /** Usually the client has closed the connection, which is not worth a log line. */
  private static void failed(SecuredResponse response, IOException fault) {
    if (response.isCommitted()) {
      return;
    }
    try {
      response.refuse(Refusal.of(500));
      LOG.log(Level.SEVERE, FAILED, fault);
    } catch (IOException gone) {
      return;
    }
  }
}
