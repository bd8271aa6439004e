package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /api/vms}. */
@Path("vms")
public class VmsResource {
  private static final Duration AGE = Duration.ofSeconds(1);

  private final InventoryMonitor monitor;
  private final Scheduler scheduler;

  /** Answers with what this monitor knows. */
  @Inject
  public VmsResource(InventoryMonitor monitor, Scheduler scheduler) {
    this.monitor = monitor;
    this.scheduler = scheduler;
  }

  /** Every VM that the token may see, at most a second old if Proxmox answers. */
  @GET
  @Operation(
      operationId = "vms",
      summary = "Every VM the token may see, by name; templates and containers are left out.")
  @APIResponse(
      responseCode = "200",
      description = "The VMs; the header Age says how old they are.",
      headers = @Header(name = "Age", ref = "Age"),
      content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = VmJson.class)))
  @APIResponse(
      responseCode = "500",
      description = "The agent itself failed while it read Proxmox; its log says where.",
      content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
  @APIResponse(responseCode = "502", ref = "ProxmoxRefused")
  @APIResponse(responseCode = "504", ref = "ProxmoxUnreachable")
  @Produces(MediaType.APPLICATION_JSON)
  public Response vms() {
    SiteSnapshot snapshot = monitor.confirmed(AGE);
    return snapshot.trouble().map(VmsResource::answer).orElseGet(() -> listed(snapshot));
  }

  private Response listed(SiteSnapshot snapshot) {
    if (snapshot.readAt().isEmpty()) {
      return ErrorAnswer.response(
          504, "proxmox_unreachable", "Proxmox has not answered yet; try again in a few seconds.");
    }
    return AgeHeader.on(Response.ok(VmJson.list(snapshot)), snapshot, scheduler).build();
  }

  private static Response answer(Trouble trouble) {
    return switch (trouble.kind()) {
      case UNREACHABLE -> ErrorAnswer.response(504, "proxmox_unreachable", trouble.message());
      case TOKEN -> ErrorAnswer.response(502, "token_refused", trouble.message());
      case CERTIFICATE -> ErrorAnswer.response(502, "certificate_refused", trouble.message());
      case REFUSED -> ErrorAnswer.response(502, "proxmox_refused", trouble.message());
      case NOT_UNDERSTOOD -> ErrorAnswer.response(502, "proxmox_not_understood", trouble.message());
      case INTERNAL -> ErrorAnswer.response(500, "internal", trouble.message());
    };
  }
}
