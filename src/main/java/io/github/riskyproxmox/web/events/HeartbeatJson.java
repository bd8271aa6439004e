package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Sent while nothing changes, so that a listener notices a lost connection. */
@Schema(name = "Heartbeat")
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds"})
public record HeartbeatJson(
    @Schema(description = "Identifies this run of the agent.") String epoch,
    @Schema(
            description =
                "The revision of the last event: another one means that an event is missing.")
        long revision,
    @Schema(description = "When the oldest part of the data was read from Proxmox.")
        Optional<Instant> readAt,
    @Schema(description = "How many seconds ago that was, if it is more than 15.")
        Optional<Long> ageSeconds) {
  /**
   * A sign of life now.
   *
   * @param sent what the event before told
   * @param known what is known now
   */
  static HeartbeatJson of(SiteSnapshot sent, SiteSnapshot known, Instant steady) {
    return new HeartbeatJson(
        sent.epoch(), sent.revision(), known.readAt(), known.ageWorthTelling(steady));
  }
}
