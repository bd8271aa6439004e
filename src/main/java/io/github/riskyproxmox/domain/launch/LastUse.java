package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When a VM was last launched with success, and how long its launches usually take.
 *
 * @param endedAt when that launch had ended
 * @param usual the median of its successful launches, whatever they had to stop
 */
public record LastUse(Instant endedAt, Duration usual) {
  /**
   * The last use of each VM that was the target of a successful launch.
   *
   * @param launches newest first
   */
  public static Map<VmId, LastUse> byTarget(List<LaunchState> launches) {
    Map<VmId, Instant> endedAt = new HashMap<>();
    for (LaunchState launch : launches) {
      if (launch.goal() == LaunchGoal.LAUNCH && UsualDuration.taken(launch).isPresent()) {
        launch
            .target()
            .ifPresent(
                target ->
                    launch.end().ifPresent(end -> endedAt.putIfAbsent(target.vm().id(), end.at())));
      }
    }
    Map<VmId, LastUse> uses = new HashMap<>();
    endedAt.forEach(
        (vm, at) ->
            UsualDuration.of(vm, launches)
                .ifPresent(usual -> uses.put(vm, new LastUse(at, usual))));
    return Map.copyOf(uses);
  }
}
