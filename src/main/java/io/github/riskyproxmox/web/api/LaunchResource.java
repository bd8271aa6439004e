package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
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
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /api/launch}: the one launch at a time. */
@Path("launch")
@Produces(MediaType.APPLICATION_JSON)
public class LaunchResource {
  private final LaunchService launches;
  private final InventoryMonitor monitor;
  private final Scheduler scheduler;

  /** Sends requests to this service, and reads the same snapshot as the page. */
  @Inject
  public LaunchResource(LaunchService launches, InventoryMonitor monitor, Scheduler scheduler) {
    this.launches = launches;
    this.monitor = monitor;
    this.scheduler = scheduler;
  }

  /** The launch under way or the last one. */
  @GET
  @Operation(operationId = "launch", summary = "The launch under way or the last one.")
  @APIResponse(
      responseCode = "200",
      description = "The launch, or {\"state\":\"idle\"} before the first one.",
      headers = @Header(name = "Age", ref = "Age"),
      content = @Content(schema = @Schema(oneOf = {LaunchJson.class, Idle.class})))
  public Response launch() {
    SiteSnapshot site = monitor.snapshot();
    ResponseBuilder answer =
        site.launch()
            .map(report -> Response.ok(LaunchJson.from(report)))
            .orElseGet(() -> Response.ok(Idle.IDLE));
    return AgeHeader.on(answer, site, scheduler).build();
  }

  /** Starts a VM after what is in its way has stopped. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "requestLaunch",
      summary = "Starts a VM; what is in its way is stopped first.",
      description =
          "Answers at once; the launch goes on without the caller. While a graceful shutdown is"
              + " being waited for, the same vmid with action terminate escalates it.")
  @RequestBody(
      required = true,
      description = "At most 16 kB of application/json; unknown fields are refused.",
      content = @Content(schema = @Schema(implementation = LaunchBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "already_running, or cancelled (the action was cancel). Nothing was done.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(
      responseCode = "202",
      description = "started, or updated (the shutdown was escalated to terminate).",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "400", ref = "Malformed")
  @APIResponse(responseCode = "403", ref = "ForeignOrigin")
  @APIResponse(responseCode = "404", ref = "UnknownVm")
  @APIResponse(responseCode = "408", ref = "BodyTimeout")
  @APIResponse(
      responseCode = "409",
      description =
          "needs_action (choose one of allowed_actions and ask again), target_crashed (choose one of"
              + " recovery_actions and ask again), in_progress (another launch is under way), busy"
              + " (another request is being checked, or a launch is just ending: ask again in a"
              + " moment) or refused (the message says why). Nothing was done.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "413", ref = "BodyTooLarge")
  @APIResponse(responseCode = "415", ref = "NotJson")
  @APIResponse(responseCode = "429", ref = "TooManyRequests")
  @APIResponse(responseCode = "502", ref = "ProxmoxRefused")
  @APIResponse(
      responseCode = "503",
      description =
          "failed: the agent could not run the launch, which has ended; the message says why.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "504", ref = "ProxmoxUnreachable")
  public Response launch(InputStream stream, @Context HttpServletRequest http) {
    return ReceivedBody.answer(
        stream,
        http,
        launches,
        LaunchBody.FIELDS,
        fields ->
            LaunchReplyMapper.response(
                reply(fields, http.getRemoteAddr()),
                Optional.of(fields.vmid()),
                launches.current()));
  }

  /** Cancels the launch under way. */
  @DELETE
  @Operation(
      operationId = "cancelLaunch",
      summary = "Cancels the launch, stop or host shutdown under way, if that is still possible.")
  @APIResponse(
      responseCode = "200",
      description =
          "cancelled; the message says what could not be recalled, or that no launch was under way.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "403", ref = "ForeignOrigin")
  @APIResponse(
      responseCode = "409",
      description = "in_progress or refused; it can no longer be cancelled.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  public Response cancel(@Context HttpServletRequest http) {
    LaunchReply reply = launches.cancel(http.getRemoteAddr());
    return LaunchReplyMapper.response(reply, Optional.empty(), launches.current());
  }

  private LaunchReply reply(RequestFields fields, String client) {
    if (fields.action().equals(Optional.of(LaunchAnswer.CANCEL))) {
      return Unchanged.reply(launches);
    }
    return launches.request(
        new LaunchRequest.Start(
            fields.vmid(), fields.wish(), fields.running(), fields.recovery(), client));
  }
}
