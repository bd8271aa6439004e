package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import io.github.riskyproxmox.web.api.VmJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The first event of every stream: the whole state. */
@Schema(name = "Snapshot")
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds", "launch", "trouble", "vms"})
public record SnapshotJson(
    @Schema(description = "Identifies this run of the agent.") String epoch,
    @Schema(description = "Rises with every change within the epoch.") long revision,
    @Schema(description = "When the oldest part of the data was read from Proxmox.")
        Optional<Instant> readAt,
    @Schema(description = "How many seconds ago that was, if it is more than 15.")
        Optional<Long> ageSeconds,
    @Schema(description = "The launch under way or the last one.") Optional<LaunchJson> launch,
    @Schema(description = "Why Proxmox could not be read just now; vms are then as last known.")
        Optional<TroubleJson> trouble,
    @Schema(description = "By name.") List<VmJson> vms) {
  /** All of it, at that {@link io.github.riskyproxmox.monitor.Scheduler#steady() steady} time. */
  static SnapshotJson from(SiteSnapshot site, Instant steady) {
    return new SnapshotJson(
        site.epoch(),
        site.revision(),
        site.readAt(),
        site.ageWorthTelling(steady),
        site.launch().map(LaunchJson::from),
        site.trouble().map(TroubleJson::from),
        VmJson.list(site));
  }
}
