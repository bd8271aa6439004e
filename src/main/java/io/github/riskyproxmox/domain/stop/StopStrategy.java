package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One way to stop a VM. Implementations are stateless CDI beans, found by their type. Their texts
 * are in {@code messages.properties}, under the name of the action. Several can implement one
 * action, each for other VMs.
 */
public interface StopStrategy {
  /** The action that clients ask for. */
  StopAction action();

  /** Its own name, in the journal; two strategies with one name fail the deployment. */
  default String id() {
    return action().id();
  }

  /** Whether it is the one that implements its action for that VM. */
  default boolean isFor(StopSubject subject) {
    return true;
  }

  /** Its place in a list of choices: the gentlest has the lowest number. */
  int order();

  /** Whether unsaved work is lost, so that the page can warn. */
  boolean destructive();

  /** Whether it can be used on that VM now. */
  Availability availability(StopSubject subject);

  /** Whether its guest has to run to hear it; one that is halted is then resumed first. */
  default boolean needsRunningGuest() {
    return false;
  }

  /**
   * Sends the request; PVE answers before anything has happened.
   *
   * @return the task that PVE creates; empty, and then always, where it creates none and only the
   *     VM's status shows the result
   */
  Optional<Upid> send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout);

  /** How long it may take until the VM has stopped. */
  Duration allowed(StopSubject subject, Duration shutdownTimeout);

  /**
   * The types that its task can have, to find it again when PVE's answer was lost; empty if it has
   * no task.
   */
  Set<String> taskTypes();

  /** Whether the VM is in the state it leads to. The task must have ended as well. */
  boolean reached(VmStatus status);

  /** Whether terminate may overtake it while it is under way. */
  boolean canBeOvertaken();
}
