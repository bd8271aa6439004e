package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/launch}: the one launch slot. */
@Path("launch")
@Produces(MediaType.APPLICATION_JSON)
public class LaunchResource {
  private final LaunchService launches;
  private final InventoryMonitor watch;
  private final Scheduler scheduler;

  /** Passes requests on to that service, and reads from the watch what pages read too. */
  @Inject
  public LaunchResource(LaunchService launches, InventoryMonitor watch, Scheduler scheduler) {
    this.launches = launches;
    this.watch = watch;
    this.scheduler = scheduler;
  }

  /** The launch under way or the last one, as the page and the event stream tell it. */
  @GET
  public Response launch() {
    SiteSnapshot site = watch.snapshot();
    ResponseBuilder answer =
        site.launch()
            .map(report -> Response.ok(LaunchJson.from(report)))
            .orElseGet(() -> Response.ok(Idle.IDLE));
    return AgeHeader.on(answer, site, scheduler).build();
  }

  /** Makes a VM run. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response launch(InputStream stream, @Context HttpServletRequest http) throws IOException {
    if (http.getContentType() == null) {
      return ErrorAnswer.response(
          415, "unsupported_media_type", "Send the body as Content-Type: application/json.");
    }
    Optional<byte[]> bytes = BoundedBody.read(stream);
    if (bytes.isEmpty()) {
      return ErrorAnswer.response(
          413, "too_large", "The body is larger than " + BoundedBody.LIMIT + " bytes.");
    }
    try {
      LaunchBody body = LaunchBody.read(bytes.get(), actions());
      LaunchReply reply = reply(body, http.getRemoteAddr());
      return LaunchReplyMapper.response(reply, Optional.of(body.vmid()), launches.current());
    } catch (InvalidRequest malformed) {
      return ErrorAnswer.response(400, "malformed", malformed.getMessage());
    }
  }

  /** Cancels the launch under way. */
  @DELETE
  public Response cancel(@Context HttpServletRequest http) {
    LaunchReply reply = launches.cancel(http.getRemoteAddr());
    return LaunchReplyMapper.response(reply, Optional.empty(), launches.current());
  }

  /** Every word that may stand as action. */
  private List<String> actions() {
    Stream<String> stops = launches.actions().stream().map(StopAction::id);
    return Stream.concat(stops, Stream.of(LaunchAnswer.CANCEL)).toList();
  }

  private LaunchReply reply(LaunchBody body, String client) {
    if (body.action().equals(Optional.of(LaunchAnswer.CANCEL))) {
      return launches.current().filter(launch -> !launch.phase().isOver()).isPresent()
          ? new LaunchReply.InProgress(Message.of(MessageKey.CANCEL_CHANGES_NOTHING))
          : new LaunchReply.Cancelled(Message.of(MessageKey.NOTHING_DONE));
    }
    return launches.request(
        new LaunchRequest(
            body.vmid(),
            body.action().map(StopAction::new),
            body.running(),
            body.recovery(),
            client));
  }
}
