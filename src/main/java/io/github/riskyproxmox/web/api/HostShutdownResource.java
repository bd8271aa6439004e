package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.launch.LaunchService;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /api/host-shutdown}: shuts down a node. */
@Path("host-shutdown")
@Produces(MediaType.APPLICATION_JSON)
public class HostShutdownResource {
  private final LaunchService launches;

  /** Sends requests to this service. */
  @Inject
  public HostShutdownResource(LaunchService launches) {
    this.launches = launches;
  }

  /** Shuts down a Proxmox node after its VMs have stopped. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "requestHostShutdown",
      summary = "Shuts down a Proxmox node after its VMs have stopped.",
      description =
          "Only with HOST_POWEROFF=true. VMs tagged keep and containers are left to Proxmox, which stops them last. Answers at once; it goes on without the caller, as a launch does.")
  @RequestBody(
      required = true,
      description = "At most 16 kB of application/json; unknown fields are refused.",
      content = @Content(schema = @Schema(implementation = HostShutdownBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "cancelled (the action was cancel). Nothing was done.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(
      responseCode = "202",
      description = "started, or updated (the shutdown of VMs was escalated to terminate).",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "400", ref = "Malformed")
  @APIResponse(responseCode = "403", ref = "ForeignOrigin")
  @APIResponse(responseCode = "408", ref = "BodyTimeout")
  @APIResponse(
      responseCode = "409",
      description =
          "needs_action (choose one of allowed_actions and ask again), in_progress, busy or refused (the message says why, for example that HOST_POWEROFF is not set). Nothing was done.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "413", ref = "BodyTooLarge")
  @APIResponse(responseCode = "415", ref = "NotJson")
  @APIResponse(responseCode = "429", ref = "TooManyRequests")
  @APIResponse(responseCode = "502", ref = "ProxmoxRefused")
  @APIResponse(
      responseCode = "503",
      description = "failed: the agent could not run it; the message says why.",
      content = @Content(schema = @Schema(implementation = LaunchAnswer.class)))
  @APIResponse(responseCode = "504", ref = "ProxmoxUnreachable")
  public Response shutDown(InputStream stream, @Context HttpServletRequest http) {
    return ReceivedBody.answer(
        stream,
        http,
        launches,
        HostShutdownBody.FIELDS,
        fields ->
            LaunchReplyMapper.response(
                reply(fields, http.getRemoteAddr()), Optional.empty(), launches.current()));
  }

  private LaunchReply reply(RequestFields fields, String client) {
    return fields.action().equals(Optional.of(LaunchAnswer.CANCEL))
        ? Unchanged.reply(launches)
        : launches.request(new LaunchRequest.ShutDownHost(fields.node(), fields.wish(), client));
  }
}
