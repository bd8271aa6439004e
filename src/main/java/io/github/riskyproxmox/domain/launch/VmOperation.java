package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that Proxmox is to do to a VM in a launch.
 *
 * @param vm which VM
 * @param name its name when the launch began
 * @param verb what Proxmox is asked to do next
 * @param purpose what the operation means for the guest
 * @param stop how it stops; empty unless it does
 * @param haManaged whether HA manages the VM: its tasks end long before the operation is done
 * @param allowed how long it may take from sending to done
 * @param taskTypes the types that PVE may give its task; empty if it has none
 */
public record VmOperation(
    VmRef vm,
    String name,
    Verb verb,
    Purpose purpose,
    Optional<Stop> stop,
    boolean haManaged,
    Duration allowed,
    Set<String> taskTypes) {
  /** The types of the tasks that start or resume a VM. */
  public static final Set<String> START_TASKS = Set.of("qmstart", "qmresume", "hastart");

  /** The types of the tasks of a reset and of the resume that follows it. */
  public static final Set<String> RESET_TASKS = Set.of("qmreset", "qmresume", "qmstart", "hastart");

  /** The type of the task that resumes a VM so that it hears its shutdown. */
  public static final String RESUME_TASK = "qmresume";

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
    /** It was asleep, and continues where it was. */
    WAKE,
    /** It is reset, and boots. */
    RESET
  }

  /**
   * How a VM stops.
   *
   * @param action the stop action
   * @param strategy the id of the strategy that sends it
   * @param easyKill whether it is terminated because of its tag, and no client chose that
   * @param canBeOvertaken whether terminate may overtake it
   * @param resumesFirst whether it is resumed before, because a guest that does not run hears no
   *     shutdown (pve-api.md §14)
   * @param because why it cannot run beside the target; empty where a client asked to stop it
   */
  public record Stop(
      StopAction action,
      String strategy,
      boolean easyKill,
      boolean canBeOvertaken,
      boolean resumesFirst,
      List<Message> because) {
    /** Copies the list. */
    public Stop {
      because = List.copyOf(because);
    }
  }

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  public VmOperation {
    boolean stops = purpose == Purpose.STOP;
    if (stops != stop.isPresent()
        || (stops ? verb != Verb.STOP && verb != Verb.RESUME : verb == Verb.STOP)) {
      throw new IllegalArgumentException("a verb of %s cannot %s".formatted(verb, purpose));
    }
    taskTypes = Set.copyOf(taskTypes);
  }

  /** One that stops that VM; it resumes it first where its stop says so. */
  public static VmOperation stopping(
      VmRef vm,
      String name,
      Stop stop,
      boolean haManaged,
      Duration allowed,
      Set<String> taskTypes) {
    Verb first = stop.resumesFirst() ? Verb.RESUME : Verb.STOP;
    return new VmOperation(
        vm, name, first, Purpose.STOP, Optional.of(stop), haManaged, allowed, taskTypes);
  }

  /** Whether it stops a VM. */
  public boolean stops() {
    return purpose == Purpose.STOP;
  }

  /** The stop action; empty unless it stops a VM. */
  public Optional<StopAction> action() {
    return stop.map(Stop::action);
  }

  /** Whether it terminates a VM because of its tag. */
  public boolean easyKill() {
    return stop.filter(Stop::easyKill).isPresent();
  }

  /** Whether terminate may overtake it. */
  public boolean canBeOvertaken() {
    return stop.filter(Stop::canBeOvertaken).isPresent();
  }

  /** Whether it stops a VM by that action. */
  public boolean stopsBy(StopAction other) {
    return action().filter(other::equals).isPresent();
  }

  /** Whether it saves a VM's memory to disk. */
  public boolean hibernates() {
    return stopsBy(StopAction.HIBERNATE);
  }

  /** The types of the task of what it does next. */
  public Set<String> nextTaskTypes() {
    return isResumingFirst() ? Set.of(RESUME_TASK) : taskTypes;
  }

  /** Whether Proxmox has no task for what it does next: only the VM's status shows the result. */
  public boolean hasNoTask() {
    return taskTypes.isEmpty() && verb == Verb.STOP;
  }

  /** Whether it now resumes a VM only so that it hears its shutdown. */
  boolean isResumingFirst() {
    return stops() && verb == Verb.RESUME;
  }

  /** The same VM, terminated instead. */
  VmOperation terminated(Duration newAllowed, Set<String> newTaskTypes) {
    Stop terminate =
        new Stop(
            StopAction.TERMINATE,
            StopAction.TERMINATE.id(),
            easyKill(),
            false,
            false,
            stop.map(Stop::because).orElse(List.of()));
    return stopping(vm, name, terminate, haManaged, newAllowed, newTaskTypes);
  }

  /** The same VM, resumed before the same stop is sent (again). */
  VmOperation resumingFirst() {
    Stop before = stop.orElseThrow();
    Stop resumed =
        new Stop(
            before.action(),
            before.strategy(),
            before.easyKill(),
            before.canBeOvertaken(),
            true,
            before.because());
    return stopping(vm, name, resumed, haManaged, allowed, taskTypes);
  }

  /** The same with another verb. */
  VmOperation withVerb(Verb newVerb) {
    return new VmOperation(vm, name, newVerb, purpose, stop, haManaged, allowed, taskTypes);
  }
}
