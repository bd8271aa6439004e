package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.AgentReport;
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
 * Asks the guest agent to save the guest's memory to the guest's own disk and to power off. For VMs
 * with a passed-through PCI device, whose state Proxmox cannot save (pve-api.md §11).
 */
@ApplicationScoped
public class GuestHibernation implements StopStrategy {
  private static final Duration ALLOWED = Duration.ofMinutes(10);

  @Override
  public StopAction action() {
    return StopAction.HIBERNATE;
  }

  @Override
  public String id() {
    return "hibernate_by_guest";
  }

  @Override
  public boolean isFor(StopSubject subject) {
    return subject.config().device("hostpci").isPresent();
  }

  @Override
  public int order() {
    return 21;
  }

  @Override
  public boolean destructive() {
    return false;
  }

  @Override
  public Availability availability(StopSubject subject) {
    String name = subject.vm().name();
    if (subject.status().haManaged()) {
      return new Availability.Unavailable(Message.of(MessageKey.CANNOT_HIBERNATE_HA, name));
    }
    return switch (Locks.of(subject)) {
      case Availability.Unavailable locked -> locked;
      case Availability.Available unlocked ->
          subject.agent().filter(AgentReport::suspendsToDisk).isPresent()
              ? unlocked
              : new Availability.Unavailable(
                  Message.of(
                      MessageKey.CANNOT_HIBERNATE_DEVICE,
                      name,
                      subject.config().device("hostpci").orElse(""),
                      agent(subject)));
    };
  }

  private static Message agent(StopSubject subject) {
    if (subject.agent().isEmpty()) {
      return Message.of(MessageKey.AGENT_NOT_ASKED, subject.status().powerMessage());
    }
    return switch (subject.agent().get()) {
      case AgentReport.Answering answering -> Message.of(MessageKey.AGENT_CANNOT_SAVE);
      case AgentReport.Silent silent ->
          Message.of(MessageKey.AGENT_SILENT, Message.ofWords(silent.words()));
    };
  }

  @Override
  public Optional<Upid> send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout) {
    proxmox.suspendDisk(vm);
    return Optional.empty();
  }

  @Override
  public Duration allowed(StopSubject subject, Duration shutdownTimeout) {
    return ALLOWED;
  }

  /** None: the agent's calls are answered without a task. */
  @Override
  public Set<String> taskTypes() {
    return Set.of();
  }

  /** To Proxmox it is then stopped like any other. */
  @Override
  public boolean reached(VmStatus status) {
    return status.power() == PowerState.STOPPED;
  }

  @Override
  public boolean canBeOvertaken() {
    return true;
  }
}
