package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.web.api.ErrorAnswer;
import io.github.riskyproxmox.web.api.JsonFormat;
import io.github.riskyproxmox.web.security.Forwarded;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /api/events}. A servlet and not a JAX-RS resource, because only a servlet can write
 * without blocking: with JAX-RS every slow listener holds a thread.
 */
@WebServlet(urlPatterns = "/api/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Seconds until it is worth while to ask again. */
  private static final String LATER = "10";

  // The container makes servlets itself and knows no constructor but the empty one.
  @Inject private transient EventStreams streams;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      refuse(response, 405, "method_not_allowed", "This address takes GET only.");
      return;
    }
    String client = Forwarded.client(request);
    switch (streams.room(client)) {
      case FREE -> open(request, response, client);
      case NONE -> {
        response.setHeader("Retry-After", LATER);
        refuse(response, 503, "too_many_streams", "Too many event streams are open; try later.");
      }
      case NONE_FOR_CLIENT -> {
        response.setHeader("Retry-After", LATER);
        refuse(
            response,
            429,
            "too_many_streams_of_one_client",
            "This address has all the event streams that one may have; close some, or ask"
                + " GET /api/vms every few seconds.");
      }
    }
  }

  private void open(HttpServletRequest request, HttpServletResponse response, String client)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-cache");
    // A proxy that collects the answer before passing it on would keep everything back.
    response.setHeader("X-Accel-Buffering", "no");
    StreamView view =
        "false".equals(request.getParameter("vms")) ? StreamView.NUDGE : StreamView.FULL;
    AsyncContext context = request.startAsync(request, response);
    context.setTimeout(0);
    EventStream stream =
        new EventStream(context, response.getOutputStream(), view, client, streams::leave);
    if (streams.join(stream)) {
      stream.open();
    } else {
      stream.end();
    }
  }

  private static void refuse(HttpServletResponse response, int status, String error, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(JsonFormat.write(new ErrorAnswer("error", error, message)));
  }
}
