package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a page shows, at one revision. The VMs are as last read, corrected by what a launch
 * has changed since.
 *
 * @param epoch identifies this run of the agent; revisions of different epochs cannot be compared
 * @param revision rises with every change that a page would show
 * @param inventory the last known inventory; failed reads do not change it
 * @param read when the inventory was read; empty before the first success
 * @param trouble why the last read failed; empty if it did not
 * @param launch the launch under way or the last one
 * @param launchIsNews whether the launch is under way or ended a short time ago; older ones are
 *     only part of the history
 * @param startedAt when each running VM started, by the system clock
 * @param changedAt for each VM the revision of its last change
 * @param excludes for each VM the VMs that cannot run beside it, by vmid, templates left out; only
 *     the first {@link #MOST_EXCLUDED} and one more. No entry until the configurations of all VMs
 *     of its node are known
 */
public record SiteSnapshot(
    String epoch,
    long revision,
    Inventory inventory,
    Optional<ReadTimes> read,
    Optional<Trouble> trouble,
    Optional<LaunchReport> launch,
    boolean launchIsNews,
    Map<VmId, Instant> startedAt,
    Map<VmId, Long> changedAt,
    Map<VmId, List<VmId>> excludes) {

  /** Longer lists are cut: on a node with thousands of VMs each may exclude all others. */
  public static final int MOST_EXCLUDED = 64;

  /** Pages and API clients see the age of older data. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(15);

  /** The read time of the oldest part, by the system clock. */
  public Optional<Instant> readAt() {
    return read.map(ReadTimes::at);
  }

  /**
   * The age of the oldest part.
   *
   * @param steady {@link Scheduler#steady()} now
   * @return empty before the first read
   */
  public Optional<Duration> age(Instant steady) {
    return read.map(times -> Duration.between(times.oldest(), steady))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /** The age in whole seconds, if it is above 15 s. */
  public Optional<Long> ageWorthTelling(Instant steady) {
    return age(steady).map(Duration::toSeconds).filter(age -> age > WORTH_TELLING.toSeconds());
  }

  /** Whether a launch is under way. */
  boolean launchUnderWay() {
    return launch.filter(one -> !one.phase().isOver()).isPresent();
  }
}
