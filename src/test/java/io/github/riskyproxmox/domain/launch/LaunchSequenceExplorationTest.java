package io.github.riskyproxmox.domain.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every order of answers, lost answers, refusals, escalations, cancellations and crashes to a fixed
 * depth. After each step the invariants of a launch must hold; from every state left at that depth
 * the launch must still end by itself, even if nothing good ever happens again.
 */
class LaunchSequenceExplorationTest {
  private static final int DEPTH = 7;

  private final LaunchSequence sequence = new LaunchSequence();
  private final Map<Moment, Integer> explored = new HashMap<>();
  private final Set<List<?>> proven = new HashSet<>();
  private long steps;

  @TestFactory
  List<DynamicTest> everyOrderOfEventsKeepsTheInvariants() {
    return List.of(
        explore("nothing in the way", List.of()),
        explore("one shut down", List.of(Orders.stop(101, StopAction.SHUTDOWN, false))),
        explore("one hibernated", List.of(Orders.stop(101, StopAction.HIBERNATE, false))),
        explore("one terminated", List.of(Orders.stop(101, StopAction.TERMINATE, false))),
        explore("one of the HA manager", List.of(Orders.stop(101, StopAction.SHUTDOWN, true))),
        exploreLeft("one whose shutdown is under way", StopAction.SHUTDOWN),
        exploreLeft("one terminated whose shutdown is under way", StopAction.TERMINATE),
        exploreReset("a target that is reset", List.of()),
        exploreReset(
            "one shut down, then a target that is reset",
            List.of(Orders.stop(101, StopAction.SHUTDOWN, false))),
        explore(
            "a target that is terminated first",
            List.of(Orders.stop(102, StopAction.TERMINATE, false))),
        explore(
            "one shut down, one terminated",
            List.of(
                Orders.stop(101, StopAction.SHUTDOWN, false),
                Orders.stop(103, StopAction.TERMINATE, false))));
  }

  private DynamicTest explore(String name, List<Order> stops) {
    return explore(name, stops, Map.of(), World.with(stops));
  }

  private DynamicTest exploreReset(String name, List<Order> stops) {
    World world = World.with(stops, PowerState.CRASHED);
    return explore(name, Orders.reset(102), stops, Map.of(), world);
  }

  /** An earlier launch has left a shutdown of it behind. */
  private DynamicTest exploreLeft(String name, StopAction action) {
    List<Order> stops = List.of(Orders.stop(101, action, false));
    Upid task = Orders.upid(1, "qmshutdown", 101);
    LeftShutdown left = new LeftShutdown(task, Orders.START.plusSeconds(60));
    Errand earlier = Errand.todo(Orders.stop(101, StopAction.SHUTDOWN, false), Orders.START);
    return explore(
        name, stops, Map.of(Orders.ref(101), left), World.with(stops).arrived(earlier, task));
  }

  private DynamicTest explore(
      String name, List<Order> stops, Map<VmRef, LeftShutdown> left, World world) {
    return explore(name, Orders.start(102), stops, left, world);
  }

  private DynamicTest explore(
      String name, Order start, List<Order> stops, Map<VmRef, LeftShutdown> left, World world) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          explored.clear();
          proven.clear();
          steps = 0;
          LaunchPlan plan =
              new LaunchPlan("one", start, stops, left, Optional.empty(), Orders.START, "test");
          LaunchState first =
              sequence.next(LaunchState.of(plan), new LaunchEvent.Tick(Orders.START));
          walk(new Moment(first, world, Orders.START), DEPTH, new ArrayList<>());
          assertTrue(steps > 100, "explored " + steps);
        });
  }

  private void walk(Moment moment, int depth, List<String> path) {
    check(moment, path);
    if (moment.state().end().isPresent() || explored.getOrDefault(moment, -1) >= depth) {
      return;
    }
    explored.put(moment, depth);
    if (proven.add(shape(moment.state()))) {
      endsByItself(moment, path);
    }
    if (depth == 0) {
      return;
    }
    for (Happening happening : Happening.allAt(sequence, moment)) {
      steps++;
      path.add(happening.name());
      boolean waiting = happening.name().equals("pause");
      walk(happening.after(sequence, moment), waiting ? depth : depth - 1, path);
      path.remove(path.size() - 1);
    }
  }

  private void check(Moment moment, List<String> path) {
    World world = moment.world();
    assertEquals(List.of(), world.violations(), () -> "schedule " + path);
    assertTrue(world.starts() <= 1, () -> "started twice: " + path);
    boolean succeeded = moment.state().phase() == LaunchPhase.SUCCEEDED;
    if (succeeded) {
      assertTrue(world.targetUp(), () -> "succeeded without the target running: " + path);
      assertTrue(world.up().isEmpty(), () -> "succeeded beside " + world.up() + ": " + path);
    }
    moment
        .state()
        .end()
        .ifPresent(
            end ->
                assertTrue(
                    moment.state().errands().stream().allMatch(e -> e.stage().settled()),
                    () -> "over with something open: " + path));
  }

  /** From here on Proxmox answers, but no task ever ends: a deadline must end it. */
  private void endsByItself(Moment from, List<String> path) {
    Moment moment = from;
    Instant limit = from.now().plus(Duration.ofHours(2));
    for (int i = 0; i < 100_000; i++) {
      if (moment.state().end().isPresent()) {
        check(moment, path);
        return;
      }
      if (moment.now().isAfter(limit)) {
        break;
      }
      moment = Happening.dullest(sequence, moment).after(sequence, moment);
    }
    fail("never ends: " + path + " then stuck in " + moment.state());
  }

  /** What decides whether a launch ends by itself: its stages, not the times they began. */
  private static List<?> shape(LaunchState state) {
    return state.errands().stream()
        .map(
            e ->
                List.of(
                    e.order().verb(),
                    e.stage(),
                    e.overrule(),
                    e.retryUntil().isPresent(),
                    state.resuming()))
        .toList();
  }
}
