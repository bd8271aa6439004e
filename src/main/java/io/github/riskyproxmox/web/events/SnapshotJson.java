package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import io.github.riskyproxmox.web.api.VmJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The first event of every stream: all there is.
 *
 * @param epoch names this run of the agent
 * @param revision rises with every change within the epoch
 * @param readAt when the part of it that was read longest ago was read
 * @param ageSeconds how many seconds ago that was, where it is more than 15
 * @param launch the launch under way or the last one
 * @param trouble why the last read failed
 * @param vms by name
 */
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds", "launch", "trouble", "vms"})
public record SnapshotJson(
    String epoch,
    long revision,
    Optional<Instant> readAt,
    Optional<Long> ageSeconds,
    Optional<LaunchJson> launch,
    Optional<TroubleJson> trouble,
    List<VmJson> vms) {
  /** All of it, at that {@link io.github.riskyproxmox.monitor.Scheduler#steady() steady} time. */
  static SnapshotJson from(SiteSnapshot site, Instant steady) {
    return new SnapshotJson(
        site.epoch(),
        site.revision(),
        site.readAt(),
        site.ageWorthTelling(steady),
        site.launch().map(LaunchJson::from),
        site.trouble().map(TroubleJson::from),
        VmJson.list(site.inventory()));
  }
}
