package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that a launch does with one VM, as planned.
 *
 * @param vm which VM
 * @param name its name, for people
 * @param verb what Proxmox is asked to do
 * @param purpose what that means for the guest
 * @param action how it is stopped; empty unless the verb is {@link Verb#STOP}
 * @param easyKill whether it is terminated because of its tag, and no client chose that
 * @param haManaged whether HA manages the VM: its tasks end long before the operation is done
 * @param canBeOvertaken whether terminate may overtake it
 * @param allowed how long it may take from sending to done
 * @param taskTypes the types that PVE may give its task
 */
public record VmOperation(
    VmRef vm,
    String name,
    Verb verb,
    Purpose purpose,
    Optional<StopAction> action,
    boolean easyKill,
    boolean haManaged,
    boolean canBeOvertaken,
    Duration allowed,
    Set<String> taskTypes) {
  /** The types of the tasks that start or resume a VM. */
  public static final Set<String> START_TASKS = Set.of("qmstart", "qmresume", "hastart");

  /** The types of the tasks of a reset and of the resume that follows it. */
  public static final Set<String> RESET_TASKS = Set.of("qmreset", "qmresume", "qmstart", "hastart");

  /** What Proxmox is asked to do. */
  public enum Verb {
    /** Stop it. */
    STOP,
    /** Start it, or resume it from disk. */
    START,
    /** Resume its QEMU: it was paused, asleep, powered off or reset. */
    RESUME,
    /** Reset it because it has crashed; a resume follows if it then waits for one. */
    RESET
  }

  /** What the operation means for the guest. */
  public enum Purpose {
    /** It stops. */
    STOP,
    /** It boots. */
    START,
    /** It continues where it was. */
    RESUME,
    /** It is reset, and boots. */
    RESET
  }

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if verb and purpose contradict each other
   */
  public VmOperation {
    if ((verb == Verb.STOP) != (purpose == Purpose.STOP)) {
      throw new IllegalArgumentException("a verb of %s cannot %s".formatted(verb, purpose));
    }
    taskTypes = Set.copyOf(taskTypes);
  }

  /** Whether it stops a VM. */
  public boolean stops() {
    return verb == Verb.STOP;
  }

  /** Whether it stops a VM by that action. */
  public boolean stopsBy(StopAction other) {
    return action.filter(other::equals).isPresent();
  }

  /** Whether it saves a VM's memory to disk. */
  public boolean hibernates() {
    return stopsBy(StopAction.HIBERNATE);
  }

  /** The same VM, terminated instead. */
  VmOperation terminated(Duration newAllowed, Set<String> newTaskTypes) {
    return new VmOperation(
        vm,
        name,
        Verb.STOP,
        Purpose.STOP,
        Optional.of(StopAction.TERMINATE),
        easyKill,
        haManaged,
        false,
        newAllowed,
        newTaskTypes);
  }

  /** The same with another verb. */
  VmOperation withVerb(Verb newVerb) {
    return new VmOperation(
        vm,
        name,
        newVerb,
        purpose,
        action,
        easyKill,
        haManaged,
        canBeOvertaken,
        allowed,
        taskTypes);
  }
}
