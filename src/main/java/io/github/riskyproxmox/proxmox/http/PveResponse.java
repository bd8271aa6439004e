package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP answer, whole.
 *
 * @param status the code
 * @param reason the reason phrase, trimmed; it carries PVE's words where the body has none
 * @param headers by lower-case name, values in order
 * @param body all of it
 * @param reusable whether the connection may serve another exchange
 */
record PveResponse(
    int status, String reason, Map<String, List<String>> headers, byte[] body, boolean reusable) {

  /** The same without the secret, should Proxmox repeat it: its words are shown and logged. */
  PveResponse without(Secret secret) {
    String latin = new String(body, StandardCharsets.ISO_8859_1);
    String cleaned = secret.removedFrom(latin);
    // One byte is one character in Latin-1, so that nothing else changes.
    byte[] bytes = cleaned.equals(latin) ? body : cleaned.getBytes(StandardCharsets.ISO_8859_1);
    return new PveResponse(status, secret.removedFrom(reason), headers, bytes, reusable);
  }

  /** The last value of a header: that is the one that counts in PVE's forwarded answers. */
  Optional<String> header(String name) {
    return last(headers, name);
  }

  static Optional<String> last(Map<String, List<String>> headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }
}
