package io.github.riskyproxmox.watch;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All a page shows, at one revision.
 *
 * @param epoch names this run of the agent; revisions of two epochs cannot be compared
 * @param revision rises with every real change
 * @param inventory as last read; kept when reads fail
 * @param readAt when that was; empty before the first success
 * @param trouble why the last read failed; empty if it did not
 * @param launch the launch under way or the last one
 * @param changedAt for each VM the revision at which it last changed
 */
public record SiteSnapshot(
    String epoch,
    long revision,
    Inventory inventory,
    Optional<Instant> readAt,
    Optional<Trouble> trouble,
    Optional<LaunchReport> launch,
    Map<VmId, Long> changedAt) {

  /** Whether a launch is going on, as far as this tells. */
  boolean launchUnderWay() {
    return launch.filter(one -> !one.phase().isOver()).isPresent();
  }
}
