package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All a page shows, at one revision. The VMs are as last read, save for what a launch has learnt of
 * them since.
 *
 * @param epoch names this run of the agent; revisions of two epochs cannot be compared
 * @param revision rises with every change that a page would show
 * @param inventory as last known; kept when reads fail
 * @param read when that was read; empty before the first success
 * @param trouble why the last read failed; empty if it did not
 * @param launch the launch under way or the last one
 * @param launchIsNews whether that is under way or was over a short while ago: an older outcome is
 *     history
 * @param startedAt since when each running VM has run, by the wall's time
 * @param changedAt for each VM the revision at which it last changed
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
    Map<VmId, Long> changedAt) {

  /** A page and a program are told of the age when it exceeds that. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(15);

  /** When the part of it that was read longest ago was read, by the wall's time. */
  public Optional<Instant> readAt() {
    return read.map(ReadTimes::at);
  }

  /**
   * How old the part is that was read longest ago.
   *
   * @param steady {@link Scheduler#steady()} now
   * @return empty before the first reading
   */
  public Optional<Duration> age(Instant steady) {
    return read.map(times -> Duration.between(times.oldest(), steady))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /** The same in whole seconds, where it is so old that it has to be told. */
  public Optional<Long> ageWorthTelling(Instant steady) {
    return age(steady).map(Duration::toSeconds).filter(age -> age > WORTH_TELLING.toSeconds());
  }

  /** Whether a launch is going on, as far as this tells. */
  boolean launchUnderWay() {
    return launch.filter(one -> !one.phase().isOver()).isPresent();
  }
}
