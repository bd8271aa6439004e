package io.github.riskyproxmox.web.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * {@code /health/live}: up as long as the agent answers, even if Proxmox does not: a restart of the
 * agent would not help.
 */
@Liveness
@ApplicationScoped
public class AgentLiveness implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.up("agent");
  }
}
