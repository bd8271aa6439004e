package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.VmRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Stops QEMU at once. */
@ApplicationScoped
public class Terminate implements StopStrategy {
  private static final Duration ALLOWED = Duration.ofSeconds(60);

  @Override
  public StopAction action() {
    return StopAction.TERMINATE;
  }

  @Override
  public int order() {
    return 30;
  }

  @Override
  public boolean destructive() {
    return true;
  }

  @Override
  public Availability availability(StopSubject subject) {
    return TagPolicy.isNeverKill(subject.vm().tags())
        ? new Availability.Unavailable(Message.of(MessageKey.NEVER_KILL, subject.vm().name()))
        : Locks.of(subject);
  }

  @Override
  public Optional<Upid> send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    return Optional.of(proxmox.stop(vm));
  }

  @Override
  public Duration allowed(StopSubject subject, Duration shutdownTimeout) {
    return ALLOWED;
  }

  @Override
  public Set<String> taskTypes() {
    return Set.of("qmstop", "vzstop", "hastop");
  }

  @Override
  public boolean reached(VmStatus status) {
    return !status.power().holdsResources();
  }

  @Override
  public boolean canBeOvertaken() {
    return false;
  }
}
