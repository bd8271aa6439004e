package io.github.riskyproxmox.web.guard;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.watch.Timetable;
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
public class Guard extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(Guard.class.getName());

  // The container makes filters itself and knows no constructor but the empty one.
  @Inject private transient Settings settings;

  @Inject private transient Timetable timetable;

  private final transient BodyReader bodies = new BodyReader();
  private transient Admission admission;
  private transient RefusalLog refusals;

  @Override
  public void init(FilterConfig config) {
    admission =
        new Admission(new HostRule(settings.allowedHosts(), OwnName.lookedUp(timetable::now)));
    refusals = new RefusalLog(timetable::now, LOG::warning);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    String caching = Paths.caching(request);
    AnswerHeaders.set(response, caching);
    GuardedResponse guarded =
        new GuardedResponse(
            response, Paths.isApi(Paths.of(request)), caching.equals(AnswerHeaders.FOR_EVER));
    Optional<Refusal> refusal = admission.refusal(request, guarded);
    if (refusal.isPresent()) {
      guarded.refuse(refusal.get());
    } else if (Admission.isRead(request)) {
      boolean plain = !Paths.takesQuestions(Paths.of(request));
      pass(plain ? new PlainRead(request) : request, guarded, chain);
    } else {
      BodyReader.Body body = bodies.read(request);
      if (body.refusal().isPresent()) {
        guarded.refuse(body.refusal().get());
      } else {
        pass(new HeldRequest(request, body.bytes()), guarded, chain);
      }
    }
    // The answer to a read may be under way still, in another thread.
    if (!Admission.isRead(request)) {
      refusals.note(request, guarded.getStatus());
    }
  }

  private static void pass(HttpServletRequest request, GuardedResponse response, FilterChain chain)
      throws IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException fault) {
      LOG.log(Level.SEVERE, "A request failed inside the agent.", fault);
      response.refuse(Refusal.of(500));
    }
  }
}
