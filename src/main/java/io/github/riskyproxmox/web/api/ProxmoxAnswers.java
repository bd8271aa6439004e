package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.watch.SiteSnapshot;
import io.github.riskyproxmox.watch.Trouble;
import io.github.riskyproxmox.watch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready}: whether Proxmox answered when it was last asked, a minute ago at most. */
@Readiness
@ApplicationScoped
public class ProxmoxAnswers implements HealthCheck {
  private static final Duration AGE = Duration.ofMinutes(1);

  private final Watch watch;

  /** Reads from the watch. */
  @Inject
  public ProxmoxAnswers(Watch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    SiteSnapshot site = watch.confirmed(AGE);
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("proxmox")
            .status(site.readAt().isPresent() && site.trouble().isEmpty());
    site.readAt().ifPresent(at -> answer.withData("read_at", at.toString()));
    site.trouble().map(Trouble::message).ifPresent(text -> answer.withData("message", text));
    return answer.build();
  }
}
