package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot or change for those who only want to know that there is one.
 *
 * @param epoch names this run of the agent
 * @param revision rises with every change within the epoch
 * @param readAt when the part of it that was read longest ago was read
 * @param ageSeconds how many seconds ago that was, where it is more than 15
 * @param launch the launch under way or the last one
 * @param trouble why the last read failed
 */
@JsonbPropertyOrder({"epoch", "revision", "readAt", "ageSeconds", "launch", "trouble"})
public record ChangeNoticeJson(
    String epoch,
    long revision,
    Optional<Instant> readAt,
    Optional<Long> ageSeconds,
    Optional<LaunchJson> launch,
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
