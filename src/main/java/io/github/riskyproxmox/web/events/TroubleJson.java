package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.Trouble;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Locale;

/**
 * Why Proxmox could not be read just now, as sent.
 *
 * @param kind unreachable, token, certificate, refused, not_understood or internal
 * @param message a sentence for people
 * @param since when reads began to fail
 */
@JsonbPropertyOrder({"kind", "message", "since"})
public record TroubleJson(String kind, String message, Instant since) {
  /** The same trouble. */
  static TroubleJson from(Trouble trouble) {
    return new TroubleJson(
        trouble.kind().name().toLowerCase(Locale.ROOT), trouble.message(), trouble.since());
  }
}
