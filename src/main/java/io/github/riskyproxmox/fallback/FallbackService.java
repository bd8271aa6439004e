package io.github.riskyproxmox.fallback;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the {@link FallbackWatch} while the agent runs, where FALLBACK_VM is set. */
@ApplicationScoped
public class FallbackService {
  private static final Logger LOG = Logger.getLogger(FallbackService.class.getName());

  private final Optional<FallbackWatch> watch;
  private final Scheduler scheduler;

  /** Gives the watch the container's clock, threads and beans. */
  @Inject
  public FallbackService(
      Settings settings,
      Proxmox proxmox,
      LaunchService launches,
      InventoryMonitor monitor,
      Scheduler scheduler) {
    this.scheduler = scheduler;
    this.watch =
        settings
            .fallbackVm()
            .map(
                vm ->
                    new FallbackWatch(
                        vm,
                        settings.fallbackAfter(),
                        proxmox,
                        new FallbackWatch.Launches(
                            launches::current, launches::preview, launches::request),
                        scheduler::steady,
                        scheduler::now,
                        monitor::fallbackPlanned));
  }

  void startup(@Observes Startup event) {
    watch.ifPresent(one -> scheduler.soon(() -> look(one)));
  }

  private void look(FallbackWatch one) {
    Duration next = FallbackWatch.PERIOD;
    try {
      next = one.look();
    } catch (RuntimeException defect) {
      LOG.log(Level.SEVERE, "The agent failed while it looked after the fallback VM.", defect);
    } finally {
      scheduler.after(next, () -> look(one));
    }
  }
}
