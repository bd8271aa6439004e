package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads and checks a {@link LaunchBody} in one pass. A streaming parser, because {@code JsonReader}
 * ignores what follows the object, changes numbers (1.02e2 becomes 102) and fails at long ones.
 */
final class LaunchBodyReader {
  // Json.createParser would search all jars for a provider each time.
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
  private static final int LONGEST_QUOTE = 40;

  private final JsonParser parser;
  private final Collection<String> actions;
  private final Set<String> names = new HashSet<>();
  private Optional<VmId> vmid = Optional.empty();
  private Optional<String> action = Optional.empty();
  private Optional<Set<VmId>> running = Optional.empty();
  private Optional<Recovery> recovery = Optional.empty();

  private LaunchBodyReader(JsonParser parser, Collection<String> actions) {
    this.parser = parser;
    this.actions = actions;
  }

  /**
   * Reads a body.
   *
   * @param body as received
   * @param actions every allowed action, in the order in which messages name them
   * @throws InvalidRequest with a message that names the wrong member and says what is allowed
   */
  static LaunchBody read(byte[] body, Collection<String> actions) throws InvalidRequest {
    if (new String(body, StandardCharsets.UTF_8).isBlank()) {
      throw new InvalidRequest("The body is empty; send a JSON object such as {\"vmid\":102}.");
    }
    // A decoder, unlike a charset, reports malformed UTF-8 instead of replacing it.
    InputStreamReader text =
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = JSON.createParser(text)) {
      return new LaunchBodyReader(parser, actions).object();
    } catch (JsonParsingException notJson) {
      throw new InvalidRequest(
          "The body is not valid JSON (line %s, column %s)."
              .formatted(
                  notJson.getLocation().getLineNumber(), notJson.getLocation().getColumnNumber()));
    } catch (JsonException undecodable) {
      throw new InvalidRequest("The body is not valid UTF-8.");
    }
  }

  private LaunchBody object() throws InvalidRequest {
    if (parser.next() != Event.START_OBJECT) {
      throw new InvalidRequest("The body must be a JSON object such as {\"vmid\":102}.");
    }
    while (parser.next() == Event.KEY_NAME) {
      member(parser.getString());
    }
    if (parser.hasNext()) {
      throw new InvalidRequest("Something follows the JSON object; send one object only.");
    }
    if (vmid.isEmpty()) {
      throw new InvalidRequest("The field \"vmid\" is missing; send for example {\"vmid\":102}.");
    }
    return new LaunchBody(vmid.get(), action, running, recovery);
  }

  private void member(String name) throws InvalidRequest {
    if (!names.add(name)) {
      throw new InvalidRequest("The field \"" + shortened(name) + "\" is there twice.");
    }
    Event value = parser.next();
    switch (name) {
      case "vmid" -> vmid = Optional.of(vmid(value));
      case "action" -> action = isNull(value) ? Optional.empty() : Optional.of(action(value));
      case "running" -> running = isNull(value) ? Optional.empty() : Optional.of(running(value));
      case "recovery" -> recovery = isNull(value) ? Optional.empty() : Optional.of(recovery(value));
      default ->
          throw new InvalidRequest(
              "There is no field \"%s\"; known are vmid, action, running and recovery."
                  .formatted(shortened(name)));
    }
  }

  private static boolean isNull(Event value) {
    return value == Event.VALUE_NULL;
  }

  private VmId vmid(Event value) throws InvalidRequest {
    boolean scalar = value == Event.VALUE_NUMBER || value == Event.VALUE_STRING;
    if (!scalar || !isWholeNumber()) {
      throw new InvalidRequest(
          "The field \"vmid\" must be a whole number such as 102, without quotes.");
    }
    return vmid("vmid");
  }

  private String action(Event value) throws InvalidRequest {
    String known = String.join(", ", actions);
    if (value != Event.VALUE_STRING) {
      throw new InvalidRequest("The field \"action\" must be one of the words " + known + ".");
    }
    String word = parser.getString();
    if (!actions.contains(word)) {
      throw new InvalidRequest(
          "There is no action \"%s\"; known are %s.".formatted(shortened(word), known));
    }
    return word;
  }

  private Set<VmId> running(Event value) throws InvalidRequest {
    InvalidRequest wrong =
        new InvalidRequest("The field \"running\" must be a list of vmids such as [101].");
    if (value != Event.START_ARRAY) {
      throw wrong;
    }
    Set<VmId> vmids = new TreeSet<>();
    for (Event each = parser.next(); each != Event.END_ARRAY; each = parser.next()) {
      if (each != Event.VALUE_NUMBER || !isWholeNumber()) {
        throw wrong;
      }
      vmids.add(vmid("running"));
    }
    return vmids;
  }

  private Recovery recovery(Event value) throws InvalidRequest {
    return Optional.of(value)
        .filter(Event.VALUE_STRING::equals)
        .flatMap(text -> Recovery.of(parser.getString()))
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "The field \"recovery\" must be one of the words reset, restart."));
  }

  private boolean isWholeNumber() {
    return WHOLE_NUMBER.matcher(parser.getString()).matches();
  }

  private VmId vmid(String field) throws InvalidRequest {
    try {
      return new VmId(Integer.parseInt(parser.getString()));
    } catch (IllegalArgumentException outOfRange) {
      throw new InvalidRequest(
          "In \"%s\": a vmid is a number from 100 to 999999999, not %s."
              .formatted(field, shortened(parser.getString())));
    }
  }

  /** Keeps messages short, whatever the client sends. */
  private static String shortened(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
