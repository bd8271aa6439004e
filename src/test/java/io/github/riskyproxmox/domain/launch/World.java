package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The true state of a tiny Proxmox, and what the agent has done wrong there.
 *
 * @param up the conflicting VMs that run
 * @param hibernated those saved to disk
 * @param targetUp whether the target runs
 * @param tasks by UPID, how each ended or that it runs
 * @param starts how many starts have taken effect or are under way
 * @param late whether a start that Proxmox has stopped waiting for may still have its effect
 * @param silent the VM about which Proxmox gives no answer; empty if there is none
 * @param fickle whether answers about a VM stop, and begin again
 * @param violations what must never happen
 * @param target what the target is while it does not run
 * @param guests what guests do by themselves, and what was asked of them and of the node
 */
record World(
    Set<Integer> up,
    Set<Integer> hibernated,
    boolean targetUp,
    Map<Upid, TaskOutcome> tasks,
    int starts,
    boolean late,
    Optional<Integer> silent,
    boolean fickle,
    List<String> violations,
    PowerState target,
    Guests guests) {
  /**
   * What guests do by themselves, and requests that have no task.
   *
   * @param asleep those of the VMs that run which are halted
   * @param dozy whether one that runs may fall asleep, once
   * @param asked how many requests to save itself have arrived, by VM
   * @param hostAsked how many requests to shut the node down have arrived
   */
  record Guests(Set<Integer> asleep, boolean dozy, Map<Integer, Integer> asked, int hostAsked) {
    static final Guests USUAL = new Guests(Set.of(), false, Map.of(), 0);
  }

  /** The task types of {@link ExploredEvent}'s escalation. */
  static final Set<String> ESCALATED = Set.of("qmstop");

  /** Parsed once: parsing a UPID took most of the time of the exploration. */
  private static final Map<Upid, String> TYPES = new HashMap<>();

  private static final Map<Upid, String> IDS = new HashMap<>();
  static final String TIMED_OUT = "start failed: command '/usr/bin/kvm' failed: got timeout";

  static World with(List<VmOperation> stops) {
    return with(stops, PowerState.STOPPED);
  }

  /** With a target in that state. */
  static World with(List<VmOperation> stops, PowerState target) {
    Set<Integer> up = new TreeSet<>();
    stops.forEach(operation -> up.add(operation.vm().id().value()));
    return new World(
        up,
        Set.of(),
        false,
        Map.of(),
        0,
        false,
        Optional.empty(),
        false,
        List.of(),
        target,
        Guests.USUAL);
  }

  /** The same where answers about one VM stop while others continue. */
  World fickly() {
    return new World(
        up, hibernated, targetUp, tasks, starts, late, silent, true, violations, target, guests);
  }

  /** The same, but only that VM is unreadable. */
  World silencing(Optional<Integer> vmid) {
    return new World(
        up, hibernated, targetUp, tasks, starts, late, vmid, fickle, violations, target, guests);
  }

  boolean isSilent(int vmid) {
    return silent.filter(one -> one == vmid).isPresent();
  }

  /** The start succeeds after Proxmox has stopped waiting for it. */
  World cameUp() {
    return new World(
        up, hibernated, true, tasks, starts, false, silent, fickle, violations, target, guests);
  }

  /** The same where that one is asleep, or is not. */
  World asleep(int vmid, boolean now) {
    Set<Integer> asleep = new TreeSet<>(guests.asleep());
    boolean unused = now ? asleep.add(vmid) : asleep.remove(vmid);
    return with(new Guests(asleep, guests.dozy(), guests.asked(), guests.hostAsked()));
  }

  /** The same where a guest may, or may no longer, fall asleep. */
  World dozy(boolean now) {
    return with(new Guests(guests.asleep(), now, guests.asked(), guests.hostAsked()));
  }

  boolean isAsleep(int vmid) {
    return guests.asleep().contains(vmid);
  }

  /** A request to save itself arrives at a guest. */
  World askedToSave(int vmid) {
    Map<Integer, Integer> asked = new HashMap<>(guests.asked());
    World before = this;
    if (asked.merge(vmid, 1, Integer::sum) > 1) {
      before = violating("a second request to save itself to " + vmid);
    }
    return before.with(new Guests(guests.asleep(), guests.dozy(), asked, guests.hostAsked()));
  }

  boolean wasAskedToSave(int vmid) {
    return guests.asked().containsKey(vmid);
  }

  /** A guest has saved itself and powered off. */
  World savedItself(int vmid) {
    Set<Integer> stillUp = new TreeSet<>(up);
    boolean unused = stillUp.remove(vmid);
    return new World(
        stillUp,
        hibernated,
        targetUp,
        tasks,
        starts,
        late,
        silent,
        fickle,
        violations,
        target,
        guests);
  }

  /** A request to shut the node down arrives. */
  World hostAsked() {
    World before = up.isEmpty() ? this : violating("the node was asked while " + up + " run");
    if (guests.hostAsked() > 0) {
      before = before.violating("the node was asked twice");
    }
    return before.with(
        new Guests(guests.asleep(), guests.dozy(), guests.asked(), guests.hostAsked() + 1));
  }

  private World violating(String wrong) {
    List<String> all = new ArrayList<>(violations);
    all.add(wrong);
    return with(tasks, starts, all);
  }

  private World with(Guests changed) {
    return new World(
        up, hibernated, targetUp, tasks, starts, late, silent, fickle, violations, target, changed);
  }

  /** Whether a start, or a reset in its place, is under way; what is up is only resumed. */
  boolean isStarting() {
    return tasks.entrySet().stream()
        .filter(entry -> VmOperation.RESET_TASKS.contains(type(entry.getKey())))
        .filter(entry -> !up.contains(Integer.valueOf(id(entry.getKey()))))
        .anyMatch(entry -> entry.getValue() instanceof TaskOutcome.Running);
  }

  private World with(Map<Upid, TaskOutcome> changed, int nowStarts, List<String> wrong) {
    return new World(
        up, hibernated, targetUp, changed, nowStarts, late, silent, fickle, wrong, target, guests);
  }

  /** A request arrives and becomes a task. */
  World arrived(OperationProgress progress, Upid upid) {
    int vmid = progress.operation().vm().id().value();
    List<String> wrong = new ArrayList<>(violations);
    if (!progress.operation().stops()) {
      if (!up.isEmpty()) {
        wrong.add("start of " + vmid + " while " + up + " run");
      }
      boolean reset = progress.operation().verb() == VmOperation.Verb.RESET;
      if (reset && (targetUp || target != PowerState.CRASHED)) {
        wrong.add("reset of " + vmid + ", which has not crashed");
      }
      return with(put(upid, new TaskOutcome.Running()), reset ? starts : starts + 1, wrong);
    }
    boolean escalated = progress.operation().taskTypes().equals(ESCALATED);
    if (running(vmid).isPresent() && !escalated) {
      wrong.add("a second stop of " + vmid + " in flight");
    }
    if (progress.operation().isResumingFirst() && !guests.asleep().contains(vmid)) {
      wrong.add("a resume of " + vmid + ", which is not halted");
    }
    return with(put(upid, new TaskOutcome.Running()), starts, wrong);
  }

  /** The task ends; a good end has its effect, others leave the VM as it was. */
  World ended(OperationProgress progress, Upid upid, TaskOutcome outcome) {
    int vmid = progress.operation().vm().id().value();
    boolean well = outcome instanceof TaskOutcome.Succeeded;
    if (type(upid).equals(VmOperation.RESUME_TASK) && progress.operation().stops()) {
      World after = with(put(upid, outcome), starts, violations);
      return well ? after.asleep(vmid, false) : after;
    }
    Set<Integer> stillUp = new TreeSet<>(up);
    Set<Integer> saved = new TreeSet<>(hibernated);
    if (well
        && progress.operation().stops()
        && stillUp.remove(vmid)
        && progress.operation().taskTypes().contains("qmsuspend")) {
      saved.add(vmid);
    }
    boolean reset = type(upid).equals("qmreset");
    boolean starting = !progress.operation().stops() && !reset;
    boolean open = outcome.equals(new TaskOutcome.Failed(TIMED_OUT));
    return new World(
        stillUp,
        saved,
        targetUp || (well && starting),
        put(upid, outcome),
        starting && !well && !open ? starts - 1 : starts,
        late || (starting && open),
        silent,
        fickle,
        violations,
        well && reset ? PowerState.PAUSED : target,
        guests);
  }

  /** PVE forgets the task, whatever became of it; here: it had its effect. */
  World vanished(OperationProgress progress, Upid upid) {
    World after = ended(progress, upid, new TaskOutcome.Succeeded(0));
    Map<Upid, TaskOutcome> left = new LinkedHashMap<>(after.tasks);
    left.remove(upid);
    return after.with(left, after.starts, after.violations);
  }

  /** All running tasks of that VM are killed without effect. */
  World killed(int vmid) {
    Map<Upid, TaskOutcome> left = new LinkedHashMap<>(tasks);
    running(vmid).ifPresent(upid -> left.put(upid, new TaskOutcome.Failed("received interrupt")));
    return with(left, starts, violations);
  }

  Optional<Upid> running(int vmid) {
    return tasks.entrySet().stream()
        .filter(entry -> id(entry.getKey()).equals(Integer.toString(vmid)))
        .filter(entry -> entry.getValue() instanceof TaskOutcome.Running)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  List<Task> tasksOf(int vmid) {
    return tasks.entrySet().stream()
        .filter(entry -> id(entry.getKey()).equals(Integer.toString(vmid)))
        .map(entry -> new Task(entry.getKey(), entry.getValue()))
        .collect(Collectors.toList());
  }

  VmStatus status(VmOperation operation) {
    int vmid = operation.vm().id().value();
    boolean runs = operation.stops() ? up.contains(vmid) : targetUp;
    boolean saved = hibernated.contains(vmid);
    // One that is to be terminated before it is started is crashed for as long as it is up.
    boolean crashed = !operation.stops() && up.contains(vmid);
    PowerState down = saved ? PowerState.HIBERNATED : crashed ? PowerState.CRASHED : target;
    PowerState awake = isAsleep(vmid) ? PowerState.ASLEEP : PowerState.RUNNING;
    PowerState power = runs ? awake : operation.stops() && !saved ? PowerState.STOPPED : down;
    return new VmStatus(
        power, saved ? Optional.of("suspended") : Optional.empty(), operation.haManaged());
  }

  boolean reached(VmOperation operation) {
    PowerState power = status(operation).power();
    if (!operation.stops()) {
      return power == PowerState.RUNNING;
    }
    return operation.taskTypes().contains("qmsuspend")
        ? power == PowerState.HIBERNATED
        : !power.holdsResources();
  }

  private static String type(Upid upid) {
    return TYPES.computeIfAbsent(upid, Upid::type);
  }

  private static String id(Upid upid) {
    return IDS.computeIfAbsent(upid, Upid::id);
  }

  private Map<Upid, TaskOutcome> put(Upid upid, TaskOutcome outcome) {
    Map<Upid, TaskOutcome> changed = new LinkedHashMap<>(tasks);
    changed.put(upid, outcome);
    return changed;
  }
}
