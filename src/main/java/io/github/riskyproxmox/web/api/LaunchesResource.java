package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.launch.LaunchService;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /api/launches}: what is remembered. */
@Path("launches")
public class LaunchesResource {
  private final LaunchService launches;

  /** Asks that service. */
  @Inject
  public LaunchesResource(LaunchService launches) {
    this.launches = launches;
  }

  /** The last launches, newest first, the one under way included. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<LaunchJson> launches() {
    return launches.history().stream().map(LaunchJson::from).toList();
  }
}
