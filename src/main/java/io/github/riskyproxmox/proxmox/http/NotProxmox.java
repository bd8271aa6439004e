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
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Recognises answers that Proxmox does not give: a page of a reverse proxy or a captive portal, a
 * redirection, a refusal in another form. PVE's API answers with JSON that has {@code data}, or
 * without a body (pve-api.md §1).
 */
final class NotProxmox {
  private static final int LONGEST_TITLE = 80;
  private static final int LONGEST_LOCATION = 120;

  /** How many bytes of a page are searched for its title. */
  private static final int BEGINNING = 65_536;

  /** Refusals that would be taken for those of Proxmox, or put down to the token. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 502, 503, 504);

  /** Worth another attempt, as all from 500 on: a busy proxy may forward the next request. */
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

  private NotProxmox() {}

  /**
   * What to say of a response, if it cannot be Proxmox's.
   *
   * @param head its status and headers
   * @param body all of it
   * @param call the request, for people
   */
  static Optional<PveException> says(
      HttpResponse head, byte[] body, String call, PveAddress address) {
    return what(head, body)
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
                      + head.getCode()
                      + ": look at what is between the agent and Proxmox (reverse proxy, VPN,"
                      + " captive portal), and check host and port in PVE_HOST.";
              return head.getCode() >= 500 || TEMPORARY.contains(head.getCode())
                  ? new PveUnavailable(sentence, Delivery.UNCERTAIN)
                  : new PveProtocolError(sentence);
            });
  }

  private static Optional<String> what(HttpResponse head, byte[] body) {
    if (head.getCode() / 100 == 3) {
      return Optional.of(
          "a redirection"
              + header(head, HttpHeaders.LOCATION)
                  .map(to -> " to " + ForeignText.line(to, LONGEST_LOCATION))
                  .orElse(""));
    }
    String beginning = beginning(body);
    if (beginning.startsWith("<")
        || header(head, HttpHeaders.CONTENT_TYPE)
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .contains("html")) {
      return Optional.of("an HTML page" + title(beginning));
    }
    if (head.getCode() == 401 && header(head, HttpHeaders.WWW_AUTHENTICATE).isPresent()) {
      return Optional.of("a demand for a password");
    }
    return REFUSALS.contains(head.getCode()) && body.length > 0 && !hasData(body)
        ? Optional.of("a refusal that is not Proxmox's")
        : Optional.empty();
  }

  private static Optional<String> header(HttpResponse head, String name) {
    return Optional.ofNullable(head.getLastHeader(name)).map(Header::getValue);
  }

  private static String beginning(byte[] body) {
    int length = Math.min(body.length, BEGINNING);
    String text = new String(body, 0, length, StandardCharsets.UTF_8).stripLeading();
    return text.startsWith("\uFEFF") ? text.substring(1).stripLeading() : text;
  }

  private static String title(String page) {
    String lower = page.toLowerCase(Locale.ROOT);
    int tag = lower.indexOf("<title");
    int begin = tag < 0 ? -1 : lower.indexOf('>', tag);
    int end = begin < 0 ? -1 : lower.indexOf('<', begin);
    // Some letters are longer in lower case, so the end may be beyond the page.
    if (end < 0 || end > page.length()) {
      return "";
    }
    // An entity becomes a blank: decoded, it might show characters that are removed otherwise.
    String text =
        ForeignText.line(
            page.substring(begin + 1, end).replaceAll("&#?\\w{1,10};", " "), LONGEST_TITLE);
    return text.isEmpty() ? "" : " (title \"" + text + "\")";
  }

  /** Whether it is an object with {@code data}, as every refusal of PVE that has a body. */
  private static boolean hasData(byte[] body) {
    try (JsonParser parser = Json.createParser(new ByteArrayInputStream(body))) {
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
