package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign of life.
 *
 * @param epoch names this run of the agent
 * @param revision that of the event before, so that a listener notices what it has missed
 * @param readAt when the part of what is known that was read longest ago was read
 * @param ageSeconds how many seconds ago that was, where it is more than 15
 */
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds"})
public record HeartbeatJson(
    String epoch, long revision, Optional<Instant> readAt, Optional<Long> ageSeconds) {
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
