package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.Trouble;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why Proxmox could not be read, as sent. */
@Schema(name = "Trouble")
@JsonbPropertyOrder({"kind", "message", "since"})
public record TroubleJson(
    @Schema(
            enumeration = {
              "unreachable",
              "token",
              "certificate",
              "refused",
              "not_understood",
              "internal"
            })
        String kind,
    @Schema(description = "One sentence for people.") String message,
    @Schema(description = "When reads began to fail.") Instant since) {
  /** The same trouble. */
  static TroubleJson from(Trouble trouble) {
    return new TroubleJson(
        trouble.kind().name().toLowerCase(Locale.ROOT), trouble.message(), trouble.since());
  }
}
