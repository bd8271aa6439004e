package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Set;

/** One way to make a VM stop. Implementations are stateless CDI beans, found by their type. */
public interface StopStrategy {
  /** Its name; two strategies with one name fail the deployment. */
  StopAction action();

  /** Where it stands in a list of choices: the gentlest has the lowest number. */
  int order();

  /** Whether it loses unsaved work, so that a page can warn. */
  boolean destructive();

  /** Whether it can be used on that VM now. */
  Availability availability(StopSubject subject);

  /** Sends it; PVE answers with a task before anything has happened. */
  Upid send(Proxmox proxmox, VmRef vm, Duration shutdownTimeout);

  /** How long it may take from sending to gone. */
  Duration allowed(StopSubject subject, Duration shutdownTimeout);

  /** The types its task can have, to find it again when PVE's answer was lost. */
  Set<String> taskTypes();

  /** Whether that reading is what it leads to; the task's end is asked for besides. */
  boolean reached(VmStatus status);

  /** Whether terminate may overtake it while it is being waited for. */
  boolean canBeOvertaken();

  /** What it does to the VM, for a step's title: {@code Asked %s to shut down}. */
  String stepTitle(String vmName);
}
