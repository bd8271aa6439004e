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
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Stands before everything: pages, assets, the API, the event streams, health and openapi. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(SecurityFilter.class.getName());
  private static final String FAILED = "A request failed inside the agent.";

  // The container makes filters itself and knows no constructor but the empty one.
  @Inject private transient Settings settings;

  @Inject private transient Scheduler scheduler;

  private final transient BodyReader bodies = new BodyReader();
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
    String caching = Paths.caching(request);
    AnswerHeaders.set(response, caching);
    SecuredResponse guarded =
        new SecuredResponse(
            response, Paths.isApi(Paths.of(request)), caching.equals(AnswerHeaders.FOR_EVER));
    Optional<Refusal> refusal = admission.refusal(request, guarded);
    try {
      answer(request, guarded, refusal, chain);
    } catch (IOException fault) {
      lost(guarded, fault);
    }
    // The answer to a read may be under way still, in another thread.
    if (!RequestAdmission.isRead(request)) {
      String why = refusal.filter(one -> one.status() == 403).map(Refusal::message).orElse("");
      refusals.note(request, guarded.getStatus(), why);
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
      boolean plain = !Paths.takesQuestions(Paths.of(request));
      pass(plain ? new PlainReadRule(request) : new SecuredRequest(request), response, chain);
    } else {
      BodyReader.Body body = bodies.read(request);
      if (body.refusal().isPresent()) {
        response.refuse(body.refusal().get());
      } else {
        pass(new BufferedRequest(request, body.bytes()), response, chain);
      }
    }
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

  /** Mostly the client has gone, which is no news: then it takes no refusal either. */
  private static void lost(SecuredResponse response, IOException fault) {
    if (response.isCommitted()) {
      return;
    }
    try {
      response.refuse(Refusal.of(500));
      LOG.log(Level.SEVERE, FAILED, fault);
    } catch (IOException gone) {
      // Nobody is there to be told.
      return;
    }
  }
}
