package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
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

/**
 * Asks the guest to power off, a VM by its guest agent or ACPI; leaves it running if it does not.
 */
@ApplicationScoped
public class GracefulShutdown implements StopStrategy {
  /** The HA manager begins after about 10 s, and then works in rounds of 10 s (pve-api.md §6). */
  private static final Duration HA_DELAY = Duration.ofSeconds(40);

  /** A container that ignores it: the task waits once more, and 5 s longer (pve-api.md §12). */
  private static final Duration CONTAINER_DELAY = Duration.ofSeconds(5);

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

  /**
   * PVE runs into the timeout where the guest has crashed or powered off (pve-api.md §14). One that
   * is paused or asleep is resumed first.
   */
  @Override
  public Availability availability(StopSubject subject) {
    PowerState power = subject.status().power();
    return switch (Locks.of(subject)) {
      case Availability.Unavailable locked -> locked;
      case Availability.Available unlocked ->
          switch (power) {
            case RUNNING, PAUSED, ASLEEP, HIBERNATED, STOPPED, UNKNOWN -> unlocked;
            case CRASHED, POWERED_OFF ->
                new Availability.Unavailable(
                    Message.of(
                        MessageKey.CANNOT_SHUT_DOWN,
                        power.id(),
                        subject.vm().name(),
                        subject.status().powerMessage()));
          };
    };
  }

  @Override
  public boolean needsRunningGuest() {
    return true;
  }

  @Override
  public Optional<Upid> send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    return Optional.of(proxmox.shutdown(vm, shutdownTimeout));
  }

  @Override
  public Duration allowed(StopSubject subject, Duration shutdownTimeout) {
    Duration guest =
        subject.vm().ref().isContainer()
            ? shutdownTimeout.multipliedBy(2).plus(CONTAINER_DELAY)
            : shutdownTimeout;
    return subject.status().haManaged() ? guest.plus(HA_DELAY) : guest;
  }

  @Override
  public Set<String> taskTypes() {
    return Set.of("qmshutdown", "vzshutdown", "hastop");
  }

  @Override
  public boolean reached(VmStatus status) {
    return !status.power().holdsResources();
  }

  @Override
  public boolean canBeOvertaken() {
    return true;
  }
}
