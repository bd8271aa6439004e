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
 * All trials of one kind of launch: each fault at each call that {@link #relevant} lists, against
 * the simulated Proxmox over HTTPS, in simulated time. A failure names its trial; {@code
 * Trial.run(kind, trouble, call)} repeats it.
 */
final class FaultMatrix {
  // More than there are processors: a trial of silence waits in real time.
  private static final int AT_ONCE = 16;
  private static final int[] AWAY_SECONDS = {0, 60, 16 * 60};
  private static final String SENDS =
      "(start|resume|reset|shutdown|hibernate|suspend disk|shut down|stop|overrule) .*";
  private static final String ACTS = SENDS + "|abort .*";
  private static final AtomicInteger TRIALS = new AtomicInteger();

  private FaultMatrix() {}

  /** How many trials this process has run. */
  static int trials() {
    return TRIALS.get();
  }

  /** What fails when any fault occurs at any relevant call; empty if nothing does. */
  static String ofTroubles(LaunchKind kind) throws Exception {
    List<String> calls = Trial.calls(kind);
    List<Callable<List<String>>> trials = new ArrayList<>();
    for (int call : relevant(kind, calls)) {
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

  /** What fails when the agent dies before or after such a call and is started again later. */
  static String ofDeaths(LaunchKind kind) throws Exception {
    List<String> calls = Trial.calls(kind);
    List<Callable<List<String>>> trials = new ArrayList<>();
    for (int call : relevant(kind, calls)) {
      // A read that is done again changes nothing: dying after it is dying before it.
      List<Boolean> sides = calls.get(call).matches(ACTS) ? List.of(false, true) : List.of(false);
      for (boolean after : sides) {
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
    if (trials.isEmpty()) {
      throw new AssertionError("There is no call to disturb.");
    }
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
   * The first and the last call of each series of equal calls between two requests that change
   * something. What all kinds of launch have in common is tried in one of them: the reads before a
   * launch is accepted and those of a task's log in a shutdown, the polls of a start in a launch
   * without conflicts.
   */
  private static Set<Integer> relevant(LaunchKind kind, List<String> calls) {
    Set<Integer> relevant = new TreeSet<>();
    Map<String, List<Integer>> series = new LinkedHashMap<>();
    boolean whole = kind == LaunchKind.SHUTDOWN;
    boolean begun = whole;
    boolean over = false;
    for (int call = 0; call < calls.size() && !over; call++) {
      String name = calls.get(call);
      if (name.matches(ACTS)) {
        series.values().forEach(places -> endsOf(places, relevant));
        series.clear();
        begun = true;
        over = name.startsWith("start ") && !kind.old().isEmpty() && kind.target() == 102;
      }
      if (begun && (whole || !name.startsWith("log "))) {
        series.computeIfAbsent(name, key -> new ArrayList<>()).add(call);
      }
    }
    series.values().forEach(places -> endsOf(places, relevant));
    return relevant;
  }

  private static void endsOf(List<Integer> places, Set<Integer> relevant) {
    relevant.add(places.get(0));
    relevant.add(places.get(places.size() - 1));
  }
}
