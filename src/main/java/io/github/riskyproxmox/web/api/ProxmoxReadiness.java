package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready}: whether Proxmox answered the last poll, a minute ago at most. */
@Readiness
@ApplicationScoped
public class ProxmoxReadiness implements HealthCheck {
  private static final Duration AGE = Duration.ofMinutes(1);

  private final InventoryMonitor monitor;
  private final Proxmox proxmox;

  /** Reads from this monitor, and from Proxmox what could not be understood. */
  @Inject
  public ProxmoxReadiness(InventoryMonitor monitor, Proxmox proxmox) {
    this.monitor = monitor;
    this.proxmox = proxmox;
  }

  @Override
  public HealthCheckResponse call() {
    SiteSnapshot site = monitor.confirmed(AGE);
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("proxmox")
            .status(site.readAt().isPresent() && site.trouble().isEmpty());
    site.readAt().ifPresent(at -> answer.withData("read_at", at.toString()));
    site.trouble().map(Trouble::message).ifPresent(text -> answer.withData("message", text));
    List<String> unreadable = proxmox.unreadable();
    answer.withData("unreadable_rows", unreadable.size());
    if (!unreadable.isEmpty()) {
      answer.withData("unreadable", unreadable.get(0));
    }
    return answer.build();
  }
}
