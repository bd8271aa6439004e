package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.SimCluster;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When to kill a packaged agent: at one of the requests by which a launch changes something.
 *
 * @param kind the launch
 * @param nth which of these requests of the launch it is, from 0
 * @param method of the request
 * @param path of the request, a regular expression
 * @param tasks the types of all tasks that an undisturbed launch leaves in Proxmox's list
 * @param after whether Proxmox executes the request before the kill; it never answers it
 */
record KillPoint(
    LaunchKind kind, int nth, String method, String path, List<String> tasks, boolean after) {

  /**
   * Before and after each request by which an undisturbed launch of that kind changes something.
   */
  static Stream<KillPoint> of(LaunchKind kind) {
    List<RecordedRequest> effects;
    List<String> tasks;
    try (LaunchRig rig = new LaunchRig(kind.scenario())) {
      kind.launch(rig);
      effects =
          rig.server().requests().stream()
              .filter(request -> !request.method().equals("GET"))
              .toList();
      tasks = tasks(rig.server());
    }
    return IntStream.range(0, effects.size())
        .boxed()
        .flatMap(nth -> Stream.of(false, true).map(after -> at(kind, nth, effects, tasks, after)));
  }

  private static KillPoint at(
      LaunchKind kind, int nth, List<RecordedRequest> effects, List<String> tasks, boolean after) {
    RecordedRequest request = effects.get(nth);
    return new KillPoint(kind, nth, request.method(), pattern(request.path()), tasks, after);
  }

  /** Equal for all kinds of launch that send this request after equally many others. */
  String effect() {
    return "%d %s %s %s".formatted(nth, method, path, after);
  }

  /** The kill, as a fault of that request. */
  Fault killing(Consumer<SimCluster> kill) {
    return after ? Fault.meanwhileAfter("kill -9", kill) : Fault.meanwhileLost("kill -9", kill);
  }

  /** The types of the agent's own tasks, in alphabetical order. */
  static List<String> tasks(SimServer proxmox) {
    return proxmox.cluster().tasks().stream()
        .filter(task -> task.upid().contains(proxmox.tokenId()))
        .map(SimTask::type)
        .sorted()
        .toList();
  }

  private static String pattern(String path) {
    int task = path.indexOf("UPID:");
    return task < 0 ? Pattern.quote(path) : Pattern.quote(path.substring(0, task)) + ".*";
  }

  @Override
  public String toString() {
    return "%s, killed %s %s %s".formatted(kind, after ? "after" : "before", method, path);
  }
}
