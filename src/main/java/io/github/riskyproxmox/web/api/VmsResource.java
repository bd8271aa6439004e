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

/** {@code /api/vms}. */
@Path("vms")
public class VmsResource {
  private static final Duration AGE = Duration.ofSeconds(1);

  private final InventoryMonitor watch;
  private final Scheduler scheduler;

  /** Reads from the watch. */
  @Inject
  public VmsResource(InventoryMonitor watch, Scheduler scheduler) {
    this.watch = watch;
    this.scheduler = scheduler;
  }

  /**
   * Every VM the token may see; the header {@code Age} says how many seconds ago the part of it was
   * read that was read longest ago.
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response vms() {
    SiteSnapshot snapshot = watch.confirmed(AGE);
    return snapshot.trouble().map(VmsResource::answer).orElseGet(() -> listed(snapshot));
  }

  private Response listed(SiteSnapshot snapshot) {
    if (snapshot.readAt().isEmpty()) {
      return ErrorAnswer.response(
          504, "proxmox_unreachable", "Proxmox has not answered yet; try again in a few seconds.");
    }
    return AgeHeader.on(Response.ok(VmJson.list(snapshot.inventory())), snapshot, scheduler)
        .build();
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
