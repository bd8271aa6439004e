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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * {@code GET /api/events}. A servlet, because only a servlet can write without blocking: with
 * JAX-RS every slow listener would hold a thread. The JAX-RS annotations serve {@code openapi.json}
 * only; pom.xml gives the path.
 */
@WebServlet(urlPatterns = "/api/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Seconds after which the client should try again. */
  private static final String RETRY_AFTER = "10";

  // The container creates servlets with the empty constructor.
  @Inject private transient EventStreams streams;

  @Override
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "events",
      summary = "Server-sent events, a snapshot first, then every change.",
      description =
          "The event snapshot comes first (data: Snapshot), then a change for every real change"
              + " (data: Change), and a heartbeat at least every ten seconds (data: Heartbeat). The"
              + " id of an event is its revision; it rises within an epoch, which is one run of the"
              + " agent.")
  @Parameter(
      name = "vms",
      in = ParameterIn.QUERY,
      description =
          "With false, snapshot and change come without vms and removed (data: ChangeNotice).",
      schema = @Schema(implementation = Boolean.class, defaultValue = "true"))
  @APIResponse(
      responseCode = "200",
      description = "The stream, until either side closes it.",
      content =
          @Content(
              schema =
                  @Schema(
                      oneOf = {
                        SnapshotJson.class,
                        ChangeJson.class,
                        ChangeNoticeJson.class,
                        HeartbeatJson.class
                      })))
  @APIResponse(
      responseCode = "429",
      description =
          "This client has all the streams that one may have: 32 per address, or per /64 of IPv6.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ErrorAnswer.class)))
  @APIResponse(
      responseCode = "503",
      description = "Too many streams are open.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ErrorAnswer.class)))
  protected void service(@Context HttpServletRequest request, @Context HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      refuse(response, 405, "method_not_allowed", "This address takes GET only.");
      return;
    }
    String client = Forwarded.client(request);
    switch (streams.limit(client)) {
      case FREE -> open(request, response, client);
      case NONE -> {
        response.setHeader("Retry-After", RETRY_AFTER);
        refuse(response, 503, "too_many_streams", "Too many event streams are open; try later.");
      }
      case NONE_FOR_CLIENT -> {
        response.setHeader("Retry-After", RETRY_AFTER);
        refuse(
            response,
            429,
            "too_many_streams_of_one_client",
            "This client has opened too many event streams; close some, or use"
                + " GET /api/vms every few seconds.");
      }
    }
  }

  private void open(HttpServletRequest request, HttpServletResponse response, String client)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-cache");
    // Tells nginx not to buffer the stream.
    response.setHeader("X-Accel-Buffering", "no");
    StreamView view =
        "false".equals(request.getParameter("vms")) ? StreamView.NOTICE : StreamView.FULL;
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
