package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.message.Messages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code /health/ready}: what is wrong with the launch journal. Always up: the agent still answers,
 * and refuses a launch with a message if it has to.
 */
@Readiness
@ApplicationScoped
public class JournalHealth implements HealthCheck {
  private final LaunchService launches;

  /** Asks this service. */
  @Inject
  public JournalHealth(LaunchService launches) {
    this.launches = launches;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("launches").up();
    launches.complaint().map(Messages::text).ifPresent(text -> answer.withData("message", text));
    return answer.build();
  }
}
