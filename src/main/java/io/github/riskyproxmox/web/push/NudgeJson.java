package io.github.riskyproxmox.web.push;

import io.github.riskyproxmox.watch.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot or change for those who only want to know that there is one.
 *
 * @param epoch names this run of the agent
 * @param revision rises with every change within the epoch
 * @param readAt when Proxmox was last read
 * @param launch the launch under way or the last one
 * @param trouble why the last read failed
 */
@JsonbPropertyOrder({"epoch", "revision", "readAt", "launch", "trouble"})
public record NudgeJson(
    String epoch,
    long revision,
    Optional<Instant> readAt,
    Optional<LaunchJson> launch,
    Optional<TroubleJson> trouble) {
  /** Without the VMs. */
  static NudgeJson from(SiteSnapshot site) {
    return new NudgeJson(
        site.epoch(),
        site.revision(),
        site.readAt(),
        site.launch().map(LaunchJson::from),
        site.trouble().map(TroubleJson::from));
  }
}
