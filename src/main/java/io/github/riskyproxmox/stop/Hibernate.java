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
 * Saves memory to disk. PVE refuses that for devices whose state it cannot save (pve-api.md §3),
 * and has no such call for containers (pve-api.md §12).
 */
@ApplicationScoped
public class Hibernate implements StopStrategy {
  private static final Duration ALLOWED = Duration.ofMinutes(10);

  @Override
  public StopAction action() {
    return StopAction.HIBERNATE;
  }

  /** Others are saved by their guest. */
  @Override
  public boolean isFor(StopSubject subject) {
    return subject.config().device("hostpci").isEmpty();
  }

  @Override
  public int order() {
    return 20;
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public Availability availability(StopSubject subject) {
    String name = subject.vm().name();
    if (subject.vm().ref().isContainer()) {
      return unavailable(Message.of(MessageKey.CANNOT_HIBERNATE_CONTAINER, name));
    }
    if (subject.status().haManaged()) {
      return unavailable(Message.of(MessageKey.CANNOT_HIBERNATE_HA, name));
    }
    return switch (Locks.of(subject)) {
      case Availability.Unavailable locked -> locked;
      case Availability.Available unlocked ->
          obstacle(subject.status())
              .map(kind -> obstacle(subject, kind))
              .or(() -> device(subject))
              .orElse(unlocked);
    };
  }

  private static Availability obstacle(StopSubject subject, String kind) {
    return unavailable(
        Message.of(
            MessageKey.CANNOT_HIBERNATE,
            kind,
            subject.vm().name(),
            subject.status().powerMessage()));
  }

  /**
   * Why there is nothing to save. PVE saves what runs or is paused in RAM (pve-api.md §3); whether
   * it can save other states is not known.
   */
  private static Optional<String> obstacle(VmStatus status) {
    return switch (status.power()) {
      case RUNNING, HIBERNATED, STOPPED, UNKNOWN -> Optional.empty();
      case PAUSED -> Optional.of(status.qmpStatus()).filter("prelaunch"::equals);
      case ASLEEP, CRASHED, POWERED_OFF -> Optional.of(status.power().id());
    };
  }

  private static Optional<Availability> device(StopSubject subject) {
    return subject
        .config()
        .device("virtiofs")
        .map(
            device ->
                unavailable(
                    Message.of(MessageKey.CANNOT_HIBERNATE_SHARE, subject.vm().name(), device)));
  }

  private static Availability unavailable(Message reason) {
    return new Availability.Unavailable(reason);
  }

  @Override
  public Optional<Upid> send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    return Optional.of(proxmox.hibernate(vm));
  }

  @Override
  public Duration allowed(StopSubject subject, Duration shutdownTimeout) {
    return ALLOWED;
  }

  @Override
  public Set<String> taskTypes() {
    return Set.of("qmsuspend");
  }

  @Override
  public boolean reached(VmStatus status) {
    return status.power() == PowerState.HIBERNATED;
  }

  @Override
  public boolean canBeOvertaken() {
    return false;
  }
}
