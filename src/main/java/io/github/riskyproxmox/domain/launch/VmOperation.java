package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a launch has to get done with one VM, and what is known of it beforehand.
 *
 * @param vm which VM
 * @param name its name, for people
 * @param verb what is to be done
 * @param action how it is stopped; empty unless the verb is {@link Verb#STOP}
 * @param easyKill whether it is terminated for its tag, without having been asked for
 * @param haManaged whether the HA manager owns its life: its task ends long before it is done
 * @param canBeOvertaken whether terminate may overtake it
 * @param title what a step that does it is called
 * @param allowed how long it may take from sending to done
 * @param taskTypes what PVE may call its task
 */
public record VmOperation(
    VmRef vm,
    String name,
    Verb verb,
    Optional<StopAction> action,
    boolean easyKill,
    boolean haManaged,
    boolean canBeOvertaken,
    String title,
    Duration allowed,
    Set<String> taskTypes) {
  /** What PVE calls the tasks that bring a VM to life. */
  public static final Set<String> START_TASKS = Set.of("qmstart", "qmresume", "hastart");

  /** What PVE calls the tasks of a reset and of the resume that follows it. */
  public static final Set<String> RESET_TASKS = Set.of("qmreset", "qmresume", "qmstart", "hastart");

  /** What is to be done. */
  public enum Verb {
    /** Get it out of the way. */
    STOP,
    /** Start it, or resume it from disk. */
    START,
    /** Have its QEMU go on: it was paused, asleep, powered off or reset. */
    RESUME,
    /** Reset it where it has crashed; a resume follows where that leaves it waiting. */
    RESET
  }

  /** Copies the set. */
  public VmOperation {
    taskTypes = Set.copyOf(taskTypes);
  }

  /** Whether it stops a VM. */
  public boolean stops() {
    return verb == Verb.STOP;
  }

  /** Whether it saves a VM's memory to disk. */
  public boolean hibernates() {
    return action.filter(StopAction.HIBERNATE::equals).isPresent();
  }

  /** The same VM, terminated instead. */
  VmOperation terminated(String newTitle, Duration newAllowed, Set<String> newTaskTypes) {
    return new VmOperation(
        vm,
        name,
        Verb.STOP,
        Optional.of(StopAction.TERMINATE),
        easyKill,
        haManaged,
        false,
        newTitle,
        newAllowed,
        newTaskTypes);
  }

  /** The same VM, brought to life that way. */
  VmOperation by(Verb newVerb) {
    return new VmOperation(
        vm, name, newVerb, action, easyKill, haManaged, canBeOvertaken, title, allowed, taskTypes);
  }
}
