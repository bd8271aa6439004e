package io.github.riskyproxmox.domain.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every order of answers, lost answers, refusals, escalations, cancellations and crashes to a fixed
 * depth. After each step the invariants of a launch must hold; from every state left at that depth
 * the launch must still end by itself, even if nothing good ever happens again.
 */
class LaunchSequenceExplorationTest {
  private static final int DEPTH = 7;

  /** The longest time of an operation, and the time without an answer on top of it. */
  private static final Duration LONGEST = Duration.ofMinutes(70);

  /** Two minutes without an answer, and the retries in that time. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private final LaunchSequence sequence = new LaunchSequence();
  private final Map<ExploredState, Integer> explored = new HashMap<>();
  private final Set<List<?>> proven = new HashSet<>();
  private long steps;

  @TestFactory
  List<DynamicTest> everyOrderOfEventsKeepsTheInvariants() {
    return List.of(
        explore("nothing in the way", List.of()),
        explore("one shut down", List.of(SampleOperations.stop(101, StopAction.SHUTDOWN, false))),
        explore("one hibernated", List.of(SampleOperations.stop(101, StopAction.HIBERNATE, false))),
        explore("one terminated", List.of(SampleOperations.stop(101, StopAction.TERMINATE, false))),
        explore(
            "one of the HA manager",
            List.of(SampleOperations.stop(101, StopAction.SHUTDOWN, true))),
        exploreLeft("one whose shutdown is under way", StopAction.SHUTDOWN),
        exploreLeft("one terminated whose shutdown is under way", StopAction.TERMINATE),
        exploreFickle(
            "one without answers while the other one answers",
            List.of(
                SampleOperations.allowing(
                    SampleOperations.stop(101, StopAction.SHUTDOWN, false), Duration.ofHours(1)),
                SampleOperations.stop(103, StopAction.TERMINATE, false))),
        exploreReset("a target that is reset", List.of()),
        exploreReset(
            "one shut down, then a target that is reset",
            List.of(SampleOperations.stop(101, StopAction.SHUTDOWN, false))),
        explore(
            "a target that is terminated first",
            List.of(SampleOperations.stop(102, StopAction.TERMINATE, false))),
        explore(
            "one shut down, one terminated",
            List.of(
                SampleOperations.stop(101, StopAction.SHUTDOWN, false),
                SampleOperations.stop(103, StopAction.TERMINATE, false))),
        exploreHalted("one halted and shut down", List.of(), DEPTH),
        exploreHalted(
            "one halted and shut down, one terminated",
            List.of(SampleOperations.stop(103, StopAction.TERMINATE, false)),
            DEPTH - 1),
        exploreDozy(
            "one that may fall asleep",
            List.of(SampleOperations.stop(101, StopAction.SHUTDOWN, false))),
        explore("one that saves itself", List.of(SampleOperations.stopByGuest(101))),
        exploreTwo(
            "one that saves itself, one shut down",
            SampleOperations.stopByGuest(101),
            SampleOperations.stop(103, StopAction.SHUTDOWN, false)),
        explore("a restart", List.of(SampleOperations.stop(102, StopAction.SHUTDOWN, false))),
        exploreStop("only shut down", SampleOperations.stop(101, StopAction.SHUTDOWN, false)),
        exploreStop("only hibernated", SampleOperations.stop(101, StopAction.HIBERNATE, false)),
        exploreStop("only terminated", SampleOperations.stop(101, StopAction.TERMINATE, false)),
        exploreStop("only saved by itself", SampleOperations.stopByGuest(101)),
        exploreStop("only halted and shut down", SampleOperations.stopHalted(101)),
        exploreHost("a node where nothing runs", List.of()),
        exploreHost(
            "a node, after one shut down",
            List.of(SampleOperations.stop(101, StopAction.SHUTDOWN, false))),
        exploreHost(
            "a node, after one that saves itself and one terminated",
            List.of(
                SampleOperations.stopByGuest(101),
                SampleOperations.stop(103, StopAction.TERMINATE, false))));
  }

  /** One that is halted is shut down, beside others. */
  private DynamicTest exploreHalted(String name, List<VmOperation> others, int depth) {
    List<VmOperation> stops = new ArrayList<>(others);
    stops.add(0, SampleOperations.stopHalted(101));
    return explore(name, stops, Map.of(), World.with(stops).asleep(101, true), depth);
  }

  private DynamicTest exploreTwo(String name, VmOperation one, VmOperation other) {
    List<VmOperation> stops = List.of(one, other);
    return explore(name, stops, Map.of(), World.with(stops), DEPTH - 1);
  }

  private DynamicTest exploreDozy(String name, List<VmOperation> stops) {
    return explore(name, stops, Map.of(), World.with(stops).dozy(true), DEPTH);
  }

  /** Nothing is started. */
  private DynamicTest exploreStop(String name, VmOperation stop) {
    World world = World.with(List.of(stop));
    return explore(
        name,
        Optional.empty(),
        Optional.empty(),
        List.of(stop),
        Map.of(),
        stop.isResumingFirst() ? world.asleep(stop.vm().id().value(), true) : world,
        DEPTH);
  }

  private DynamicTest exploreHost(String name, List<VmOperation> stops) {
    return explore(
        name,
        Optional.empty(),
        Optional.of(new NodeName("pve")),
        stops,
        Map.of(),
        World.with(stops),
        DEPTH - Math.max(0, stops.size() - 1));
  }

  private DynamicTest explore(String name, List<VmOperation> stops) {
    return explore(name, stops, Map.of(), World.with(stops), DEPTH);
  }

  private DynamicTest exploreFickle(String name, List<VmOperation> stops) {
    return explore(name, stops, Map.of(), World.with(stops).fickly(), DEPTH - 1);
  }

  private DynamicTest exploreReset(String name, List<VmOperation> stops) {
    World world = World.with(stops, PowerState.CRASHED);
    return explore(name, SampleOperations.reset(102), stops, Map.of(), world, DEPTH);
  }

  /** An earlier launch has left a shutdown of it behind. */
  private DynamicTest exploreLeft(String name, StopAction action) {
    List<VmOperation> stops = List.of(SampleOperations.stop(101, action, false));
    Upid task = SampleOperations.upid(1, "qmshutdown", 101);
    OrphanedShutdown left = new OrphanedShutdown(task, SampleOperations.START.plusSeconds(60));
    OperationProgress earlier =
        OperationProgress.todo(
            SampleOperations.stop(101, StopAction.SHUTDOWN, false), SampleOperations.START);
    return explore(
        name,
        stops,
        Map.of(SampleOperations.ref(101), left),
        World.with(stops).arrived(earlier, task),
        DEPTH);
  }

  private DynamicTest explore(
      String name,
      List<VmOperation> stops,
      Map<VmRef, OrphanedShutdown> left,
      World world,
      int depth) {
    return explore(name, SampleOperations.start(102), stops, left, world, depth);
  }

  private DynamicTest explore(
      String name,
      VmOperation start,
      List<VmOperation> stops,
      Map<VmRef, OrphanedShutdown> left,
      World world,
      int depth) {
    return explore(name, Optional.of(start), Optional.empty(), stops, left, world, depth);
  }

  private DynamicTest explore(
      String name,
      Optional<VmOperation> start,
      Optional<NodeName> host,
      List<VmOperation> stops,
      Map<VmRef, OrphanedShutdown> left,
      World world,
      int depth) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          explored.clear();
          proven.clear();
          steps = 0;
          LaunchPlan plan =
              new LaunchPlan(
                  "one",
                  start,
                  stops,
                  host,
                  left,
                  Optional.empty(),
                  SampleOperations.START,
                  "test");
          LaunchState first =
              sequence.next(LaunchState.of(plan), new LaunchEvent.Tick(SampleOperations.START));
          walk(new ExploredState(first, world, SampleOperations.START), depth, new ArrayList<>());
          assertTrue(steps > 20, "explored " + steps);
        });
  }

  private void walk(ExploredState moment, int depth, List<String> path) {
    check(moment, path);
    if (moment.state().end().isPresent() || explored.getOrDefault(moment, -1) >= depth) {
      return;
    }
    explored.put(moment, depth);
    if (proven.add(shape(moment))) {
      endsByItself(moment, path);
      moment
          .state()
          .operations()
          .forEach(operation -> endsInTimeWithoutAWordOf(operation, moment, path));
    }
    if (depth == 0) {
      return;
    }
    for (ExploredEvent happening : ExploredEvent.allAt(sequence, moment)) {
      steps++;
      path.add(happening.name());
      boolean waiting = happening.name().equals("pause");
      walk(happening.after(sequence, moment), waiting ? depth : depth - 1, path);
      path.remove(path.size() - 1);
    }
  }

  private void check(ExploredState moment, List<String> path) {
    World world = moment.world();
    assertEquals(List.of(), world.violations(), () -> "schedule " + path);
    assertTrue(world.starts() <= 1, () -> "started twice: " + path);
    checkCancel(moment, path);
    boolean succeeded = moment.state().phase() == LaunchPhase.SUCCEEDED;
    if (succeeded) {
      assertTrue(
          moment.state().start().isEmpty() || world.targetUp(),
          () -> "succeeded without the target running: " + path);
      assertEquals(
          moment.state().host().isPresent() ? 1 : 0,
          world.guests().hostAsked(),
          () -> "succeeded without the node asked once: " + path);
      assertTrue(
          world.up().isEmpty(), () -> "succeeded while these run: " + world.up() + ": " + path);
    }
    moment
        .state()
        .end()
        .ifPresent(
            end ->
                assertTrue(
                    moment.state().operations().stream().allMatch(e -> e.stage().settled()),
                    () -> "over with something open: " + path));
  }

  /** It can be cancelled unless a start is in flight; once it is cancelled none is, ever. */
  private void checkCancel(ExploredState moment, List<String> path) {
    World world = moment.world();
    LaunchState state = moment.state();
    boolean possible = sequence.canCancel(state);
    if (world.isStarting()) {
      assertFalse(possible, () -> "cancelled during a start: " + path);
      assertNotEquals(LaunchPhase.CANCELLED, state.phase(), () -> "started after it: " + path);
    }
    Optional<Stage> start = state.start().map(OperationProgress::stage);
    boolean perhapsSent =
        start.filter(stage -> stage == Stage.SENDING || stage == Stage.VERIFYING).isPresent()
            || state.host().filter(HostShutdown::sending).isPresent();
    // A reset and the resume after it are one operation: in between the guest would stay paused.
    boolean halfReset =
        state
            .start()
            .filter(one -> one.operation().verb() == VmOperation.Verb.RESET)
            .filter(one -> one.stage() == Stage.CONFIRMING)
            .isPresent();
    boolean free = !world.isStarting() && !world.targetUp() && !perhapsSent && !halfReset;
    assertTrue(possible || !free || state.end().isPresent(), () -> "cannot be cancelled: " + path);
    if (state.phase() == LaunchPhase.CANCELLED) {
      assertEquals(0, world.guests().hostAsked(), () -> "the node was asked before: " + path);
      assertEquals(Optional.empty(), sequence.effect(state, moment.now()));
    }
  }

  /** From here on Proxmox answers, but no task ever ends: a deadline must end it. */
  private void endsByItself(ExploredState from, List<String> path) {
    World heard = from.world().silencing(Optional.empty());
    Duration longest = endIsTaken(new ExploredState(from.state(), heard, from.now()), path);
    assertTrue(longest.compareTo(LONGEST) < 0, () -> longest + " after " + path);
  }

  /** From here on Proxmox answers nothing about that VM, whatever it answers about others. */
  private void endsInTimeWithoutAWordOf(
      OperationProgress progress, ExploredState from, List<String> path) {
    if (progress.stage().settled() || progress.stage() == Stage.TODO) {
      return;
    }
    Optional<Integer> vmid = Optional.of(progress.operation().vm().id().value());
    Duration longest =
        endIsTaken(new ExploredState(from.state(), from.world().silencing(vmid), from.now()), path);
    assertTrue(
        longest.compareTo(LONGEST_SILENCE) < 0,
        () -> longest + " without a word of " + vmid + " after " + path);
  }

  /** How long it takes from there if nothing good ever happens. */
  private Duration endIsTaken(ExploredState from, List<String> path) {
    ExploredState moment = from;
    long requests = 0;
    while (moment.state().end().isEmpty()) {
      Duration since = Duration.between(from.now(), moment.now());
      if (requests > 20 + since.toSeconds() * 5) {
        fail(requests + " requests in " + since + ": " + path + " then " + moment.state());
      }
      ExploredState before = moment;
      moment = ExploredEvent.dullest(sequence, moment).after(sequence, moment);
      requests += moment.now().equals(before.now()) ? 1 : 0;
      if (moment.now().isAfter(from.now().plus(LONGEST))) {
        fail("never ends: " + path + " then stuck in " + moment.state());
      }
    }
    check(moment, path);
    return Duration.between(from.now(), moment.now());
  }

  /** What decides whether a launch ends by itself: its stages, not the times they began. */
  private static List<?> shape(ExploredState moment) {
    LaunchState state = moment.state();
    Stream<List<?>> stages =
        state.operations().stream()
            .map(
                e ->
                    List.of(
                        e.operation().verb(),
                        e.operation().hasNoTask(),
                        e.stage(),
                        e.overrule(),
                        e.retryUntil().isPresent(),
                        e.noAnswer().isPresent(),
                        state.resuming()));
    Stream<List<?>> host =
        state.host().stream().map(one -> List.of(one.sending(), one.retryUntil().isPresent()));
    return Stream.of(stages, host, Stream.of(List.of(moment.world().late())))
        .flatMap(all -> all)
        .toList();
  }
}
