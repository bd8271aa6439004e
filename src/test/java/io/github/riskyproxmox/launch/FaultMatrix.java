package io.github.riskyproxmox.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The trials of one kind of launch, against the simulated Proxmox over HTTPS on its own time; which
 * calls are struck is what {@link #telling} says. A failure names its schedule: {@code
 * Trial.run(kind, trouble, call)} repeats it.
 */
final class FaultMatrix {
  // More than there are processors: a trial of silence waits for real.
  private static final int AT_ONCE = 16;
  private static final int[] AWAY_SECONDS = {0, 60, 16 * 60};
  private static final String SENDS = "(start|resume|reset|shutdown|hibernate|stop|overrule) .*";
  private static final String ACTS = SENDS + "|abort .*";
  private static final AtomicInteger TRIALS = new AtomicInteger();

  private FaultMatrix() {}

  /** How many this process has been through. */
  static int trials() {
    return TRIALS.get();
  }

  /** What is broken when any trouble strikes at any telling call; empty if nothing is. */
  static String ofTroubles(LaunchKind kind) throws Exception {
    List<String> calls = Trial.calls(kind);
    List<Callable<List<String>>> trials = new ArrayList<>();
    for (int call : telling(kind, calls)) {
      boolean sends = calls.get(call).matches(SENDS);
      for (InjectedFault trouble : InjectedFault.all()) {
        if (trouble.concerns(kind) && (sends || !trouble.sends())) {
          String schedule =
              "%s, \"%s\" at call %d (%s): ".formatted(kind, trouble, call, calls.get(call));
          trials.add(() -> trial(schedule, () -> Trial.run(kind, trouble, call)));
        }
      }
    }
    return failures(trials);
  }

  /** The same when the agent dies before or after such a call and comes back some time later. */
  static String ofDeaths(LaunchKind kind) throws Exception {
    List<String> calls = Trial.calls(kind);
    List<Callable<List<String>>> trials = new ArrayList<>();
    for (int call : telling(kind, calls)) {
      for (boolean after : new boolean[] {false, true}) {
        for (int seconds : AWAY_SECONDS) {
          String schedule =
              "%s, death %s call %d (%s), back after %d s: "
                  .formatted(kind, after ? "after" : "before", call, calls.get(call), seconds);
          trials.add(
              () ->
                  trial(
                      schedule, () -> Trial.crash(kind, call, after, Duration.ofSeconds(seconds))));
        }
      }
    }
    return failures(trials);
  }

  private static String failures(List<Callable<List<String>>> trials) throws Exception {
    List<String> failures = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<List<String>> trial : executor.invokeAll(trials)) {
        failures.addAll(trial.get());
      }
    } finally {
      executor.shutdownNow();
    }
    return String.join("\n", failures);
  }

  private static List<String> trial(String schedule, Supplier<List<String>> trial) {
    TRIALS.incrementAndGet();
    try {
      return trial.get().stream().map(schedule::concat).toList();
    } catch (RuntimeException | AssertionError broken) {
      return List.of(schedule + broken);
    }
  }

  /**
   * Of each series of a call without a send in between the first and the last. What all kinds have
   * in common is struck in one of them: the looks before it is accepted and the reading of a task's
   * log in a shutdown, the watching of a start where nothing is in the way.
   */
  private static Set<Integer> telling(LaunchKind kind, List<String> calls) {
    Set<Integer> telling = new TreeSet<>();
    Map<String, List<Integer>> series = new LinkedHashMap<>();
    boolean whole = kind == LaunchKind.SHUTDOWN;
    boolean begun = whole;
    boolean over = false;
    for (int call = 0; call < calls.size() && !over; call++) {
      String name = calls.get(call);
      if (name.matches(ACTS)) {
        series.values().forEach(places -> endsOf(places, telling));
        series.clear();
        begun = true;
        over = name.startsWith("start ") && !kind.old().isEmpty() && kind.target() == 102;
      }
      if (begun && (whole || !name.startsWith("log "))) {
        series.computeIfAbsent(name, key -> new ArrayList<>()).add(call);
      }
    }
    series.values().forEach(places -> endsOf(places, telling));
    return telling;
  }

  private static void endsOf(List<Integer> places, Set<Integer> telling) {
    telling.add(places.get(0));
    telling.add(places.get(places.size() - 1));
  }
}
