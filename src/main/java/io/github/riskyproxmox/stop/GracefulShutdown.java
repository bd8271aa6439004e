package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks the guest to power off, by its agent or by ACPI, and leaves it running if it does not. */
@ApplicationScoped
public class GracefulShutdown implements StopStrategy {
  /** An HA manager takes about 10 s before it begins, and rounds of 10 s after (§6). */
  private static final Duration HA_DELAY = Duration.ofSeconds(40);

  @Override
  public StopAction action() {
    return StopAction.SHUTDOWN;
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public Availability availability(StopSubject subject) {
    Availability unlocked = Locks.of(subject);
    Optional<String> deafness = deafness(subject.status().power());
    return unlocked instanceof Availability.Unavailable || deafness.isEmpty()
        ? unlocked
        : new Availability.Unavailable(
            "%s is %s and %s."
                .formatted(subject.vm().name(), subject.status().spoken(), deafness.get()));
  }

  /**
   * Why the guest would not hear it, and what to do (pve-api.md §14): PVE refuses it at once for
   * what is paused, not begun or asleep, and runs into the timeout with the others.
   */
  private static Optional<String> deafness(PowerState power) {
    return switch (power) {
      case PAUSED -> Optional.of("cannot answer; resume it first, or terminate it");
      case ASLEEP ->
          Optional.of("does not hear a shutdown; wake it first by launching it, or terminate it");
      case CRASHED ->
          Optional.of(
              "does not hear a shutdown; terminate it, or launch it to bring it back first");
      case POWERED_OFF ->
          Optional.of("cannot shut down any more; terminate it, nothing is lost by that");
      case RUNNING, HIBERNATED, STOPPED, UNKNOWN -> Optional.empty();
    };
  }

  @Override
  public Upid send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    return proxmox.shutdown(vm, shutdownTimeout);
  }

  @Override
  public Duration allowed(StopSubject subject, Duration shutdownTimeout) {
    return subject.status().haManaged() ? shutdownTimeout.plus(HA_DELAY) : shutdownTimeout;
  }

  @Override
  public Set<String> taskTypes() {
    return Set.of("qmshutdown", "hastop");
  }

  @Override
  public boolean reached(VmStatus status) {
    return !status.power().holdsResources();
  }

  @Override
  public boolean canBeOvertaken() {
    return true;
  }

  @Override
  public String stepTitle(String vmName) {
    return "Asked %s to shut down".formatted(vmName);
  }
}
