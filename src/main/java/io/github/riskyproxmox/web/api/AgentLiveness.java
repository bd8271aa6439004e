package io.github.riskyproxmox.web.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * {@code /health/live}: up as long as it can say so. Proxmox being down is no reason to restart.
 */
@Liveness
@ApplicationScoped
public class AgentLiveness implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.up("agent");
  }
}
