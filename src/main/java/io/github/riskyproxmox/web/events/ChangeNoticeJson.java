package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A snapshot or a change without the VMs. */
@Schema(name = "ChangeNotice")
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds", "launch", "trouble"})
public record ChangeNoticeJson(
    @Schema(description = "Identifies this run of the agent.") String epoch,
    @Schema(description = "Rises with every change within the epoch.") long revision,
    @Schema(description = "When the oldest part of the data was read from Proxmox.")
        Optional<Instant> readAt,
    @Schema(description = "How many seconds ago that was, if it is more than 15.")
        Optional<Long> ageSeconds,
    @Schema(description = "The launch under way or the last one.") Optional<LaunchJson> launch,
    @Schema(description = "Why Proxmox could not be read just now.")
        Optional<TroubleJson> trouble) {
  /**
   * Without the VMs, at that {@link io.github.riskyproxmox.monitor.Scheduler#steady() steady} time.
   */
  static ChangeNoticeJson from(SiteSnapshot site, Instant steady) {
    return new ChangeNoticeJson(
        site.epoch(),
        site.revision(),
        site.readAt(),
        site.ageWorthTelling(steady),
        site.launch().map(LaunchJson::from),
        site.trouble().map(TroubleJson::from));
  }
}
