package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.domain.vm.ForeignText;
import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the answers that Proxmox does not give: a page of a reverse proxy or a captive portal, a
 * redirection, a refusal in another form. PVE's API answers with JSON that has {@code data}, or
 * without a body (pve-api.md §1).
 */
final class NotProxmox {
  private static final int LONGEST_TITLE = 80;
  private static final int LONGEST_LOCATION = 120;

  /** So many bytes of a page are searched for its title. */
  private static final int BEGINNING = 65_536;

  /** The refusals for which Proxmox, or the token, would be blamed wrongly. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 502, 503, 504);

  /** Besides those from 500 on: a proxy that is busy may pass the next request on. */
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

  private NotProxmox() {}

  /** What to say of that answer, if it cannot be Proxmox's. */
  static Optional<PveException> says(PveResponse answer, PveRequest call, PveAddress address) {
    return what(answer)
        .map(
            what -> {
              String sentence =
                  "Something in front of Proxmox at "
                      + address
                      + " answered "
                      + call
                      + " with "
                      + what
                      + ", status "
                      + answer.status()
                      + ": look at what is between the agent and Proxmox (reverse proxy, VPN,"
                      + " captive portal), and check host and port in PVE_HOST.";
              return answer.status() >= 500 || TEMPORARY.contains(answer.status())
                  ? new PveUnavailable(sentence, Delivery.UNCERTAIN)
                  : new PveProtocolError(sentence);
            });
  }

  private static Optional<String> what(PveResponse answer) {
    if (answer.status() / 100 == 3) {
      return Optional.of(
          "a redirection"
              + answer
                  .header("location")
                  .map(to -> " to " + ForeignText.line(to, LONGEST_LOCATION))
                  .orElse(""));
    }
    String beginning = beginning(answer);
    if (beginning.startsWith("<") || type(answer).contains("html")) {
      return Optional.of("an HTML page" + title(beginning));
    }
    if (answer.status() == 401 && answer.header("www-authenticate").isPresent()) {
      return Optional.of("a demand for a password");
    }
    return REFUSALS.contains(answer.status()) && answer.body().length > 0 && !hasData(answer)
        ? Optional.of("a refusal that is not Proxmox's")
        : Optional.empty();
  }

  private static String type(PveResponse answer) {
    return answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  private static String beginning(PveResponse answer) {
    int length = Math.min(answer.body().length, BEGINNING);
    String text = new String(answer.body(), 0, length, StandardCharsets.UTF_8).stripLeading();
    return text.startsWith("\uFEFF") ? text.substring(1).stripLeading() : text;
  }

  private static String title(String page) {
    String lower = page.toLowerCase(Locale.ROOT);
    int tag = lower.indexOf("<title");
    int begin = tag < 0 ? -1 : lower.indexOf('>', tag);
    int end = begin < 0 ? -1 : lower.indexOf('<', begin);
    // Lower case may be longer than the page itself, in some letters.
    if (end < 0 || end > page.length()) {
      return "";
    }
    // An entity becomes a blank: decoded it might show what was taken out of the page before.
    String text =
        ForeignText.line(
            page.substring(begin + 1, end).replaceAll("&#?\\w{1,10};", " "), LONGEST_TITLE);
    return text.isEmpty() ? "" : " (title \"" + text + "\")";
  }

  /** Whether it is an object with {@code data}, as every refusal of PVE that has a body. */
  private static boolean hasData(PveResponse answer) {
    try (JsonParser parser = Json.createParser(new ByteArrayInputStream(answer.body()))) {
      int depth = 0;
      boolean found = false;
      while (parser.hasNext()) {
        switch (parser.next()) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case KEY_NAME -> found |= depth == 1 && parser.getString().equals("data");
          default -> {}
        }
      }
      return found;
    } catch (RuntimeException noJson) {
      return false;
    }
  }
}
