package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveRefused.Reason;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.domain.pve.PveWords;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Turns PVE's error answers (pve-api.md §1) into the domain's: try again, or stop. */
final class PveErrors implements ResponseExceptionMapper<PveException> {
  // AnyEvent::HTTP in pveproxy could not connect to the node. With its other codes (596 to 599) the
  // request may have arrived.
  private static final int NOT_CONNECTED = 595;
  private static final int FIRST_INTERNAL = 595;
  private static final int LAST_INTERNAL = 599;

  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status >= 400;
  }

  @Override
  public PveException toThrowable(Response response) {
    int status = response.getStatus();
    Optional<JsonObject> body = body(response);
    String words = words(response, body);
    String brief = PveWords.brief(words);
    if (status >= FIRST_INTERNAL && status <= LAST_INTERNAL || status >= 502 && status <= 504) {
      return new PveUnavailable(
          "Proxmox cannot reach the node that should answer: " + brief + " (" + status + ").",
          status == NOT_CONNECTED ? Delivery.NOT_DELIVERED : Delivery.UNCERTAIN);
    }
    return switch (status) {
      case 400 -> {
        Map<String, String> errors = body.map(PveErrors::errors).orElse(Map.of());
        yield new PveRefused(
            Reason.PARAMETER,
            sentence(
                "Proxmox does not take a parameter: " + PveWords.brief(parameters(errors, words))),
            words,
            errors);
      }
      case 401 ->
          new PveRefused(
              Reason.TOKEN,
              "Proxmox does not accept the token ("
                  + brief
                  + "): check PVE_TOKEN_ID and PVE_TOKEN_SECRET, and that it has not expired.",
              words,
              Map.of());
      case 403 ->
          new PveRefused(
              Reason.PERMISSION,
              sentence("The token lacks a privilege: " + brief),
              words,
              Map.of());
      default ->
          new PveRefused(Reason.HANDLER, sentence("Proxmox says: " + brief), words, Map.of());
    };
  }

  static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("!") ? text : text + ".";
  }

  private static String parameters(Map<String, String> errors, String words) {
    return errors.isEmpty()
        ? words
        : errors.entrySet().stream()
            .map(error -> error.getKey() + ": " + error.getValue())
            .collect(Collectors.joining("; "));
  }

  private static Optional<JsonObject> body(Response response) {
    String text = response.readEntity(String.class);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Optional.of(reader.readObject());
    } catch (RuntimeException notAnObject) {
      // Beside JsonException the parser has others, for long numbers and deep nesting.
      return Optional.empty();
    }
  }

  /** From the body since http-server 5.2.0, before from the reason phrase. */
  private static String words(Response response, Optional<JsonObject> body) {
    String reason = response.getStatusInfo().getReasonPhrase().strip();
    return body.map(object -> object.get("message"))
        .filter(JsonString.class::isInstance)
        .map(message -> ((JsonString) message).getString().strip())
        .filter(message -> !message.isEmpty())
        .or(() -> Optional.of(reason).filter(text -> !text.isEmpty()))
        .orElse("status " + response.getStatus() + " without a word");
  }

  private static Map<String, String> errors(JsonObject body) {
    Map<String, String> errors = new TreeMap<>();
    if (body.get("errors") instanceof JsonObject byParameter) {
      byParameter.forEach((name, value) -> errors.put(name, text(value).strip()));
    }
    return errors;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }
}
