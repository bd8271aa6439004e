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

/** Saves memory to disk. PVE refuses it for devices whose state it cannot save (§3). */
@ApplicationScoped
public class Hibernate implements StopStrategy {
  private static final Duration ALLOWED = Duration.ofMinutes(10);

  @Override
  public StopAction action() {
    return StopAction.HIBERNATE;
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
    if (subject.status().haManaged()) {
      return new Availability.Unavailable(
          "%s is HA-managed; Proxmox cannot hibernate it.".formatted(name));
    }
    Availability unlocked = Locks.of(subject);
    if (unlocked instanceof Availability.Unavailable) {
      return unlocked;
    }
    Optional<String> unsaveable = unsaveable(subject.status());
    if (unsaveable.isPresent()) {
      return new Availability.Unavailable(
          "%s is %s; %s.".formatted(name, subject.status().spoken(), unsaveable.get()));
    }
    Optional<String> device =
        subject.config().device("hostpci").or(() -> subject.config().device("virtiofs"));
    if (device.isPresent()) {
      return new Availability.Unavailable(
          "%s uses a host device (%s) whose state cannot be saved.".formatted(name, device.get()));
    }
    return unlocked;
  }

  /**
   * Why there is nothing worth saving. PVE saves what runs or is paused in RAM (pve-api.md §3);
   * that it could save another state is not known.
   */
  private static Optional<String> unsaveable(VmStatus status) {
    return switch (status.power()) {
      case RUNNING, HIBERNATED, STOPPED, UNKNOWN -> Optional.empty();
      case PAUSED ->
          status.qmpStatus().equals("prelaunch")
              ? Optional.of("it has not begun to run, so there is nothing to save")
              : Optional.empty();
      case ASLEEP -> Optional.of("wake it first by launching it, or terminate it");
      case CRASHED -> Optional.of("a crash is not worth saving; terminate it");
      case POWERED_OFF -> Optional.of("there is nothing to save; terminate it");
    };
  }

  @Override
  public Upid send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    return proxmox.hibernate(vm);
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

  @Override
  public String stepTitle(String vmName) {
    return "Asked Proxmox to hibernate %s".formatted(vmName);
  }
}
