package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.launch.LaunchService;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /api/launches}: the launch history. */
@Path("launches")
public class LaunchesResource {
  private final LaunchService launches;

  /** Asks this service. */
  @Inject
  public LaunchesResource(LaunchService launches) {
    this.launches = launches;
  }

  /** The last launches, newest first, the one under way included. */
  @GET
  @Operation(
      operationId = "launches",
      summary = "The last launches, newest first, the one under way included; 50 at most.")
  @APIResponse(responseCode = "200", description = "The launches.")
  @Produces(MediaType.APPLICATION_JSON)
  public List<LaunchJson> launches() {
    return launches.history().stream().map(LaunchJson::from).toList();
  }
}
