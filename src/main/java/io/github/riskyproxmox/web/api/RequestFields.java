package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads and checks the fields of a request's body in one pass. A streaming parser, because {@code
 * JsonReader} ignores what follows the object, changes numbers (1.02e2 becomes 102) and fails at
 * long ones.
 */
final class RequestFields {
  /** A field's name in the body. */
  static final String VMID = "vmid";

  static final String ACTION = "action";
  static final String ACTIONS = "actions";
  static final String RUNNING = "running";
  static final String RECOVERY = "recovery";
  static final String THEN = "then";
  static final String NODE = "node";

  // Json.createParser would search all jars for a provider each time.
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
  private static final int LONGEST_QUOTE = 40;

  private final JsonParser parser;
  private final Collection<String> actionWords;
  private final List<String> known;
  private final Set<String> names = new HashSet<>();
  private Optional<VmId> vmid = Optional.empty();
  private Optional<String> action = Optional.empty();
  private final Map<VmId, StopAction> actions = new TreeMap<>();
  private Optional<Set<VmId>> running = Optional.empty();
  private Optional<Recovery> recovery = Optional.empty();
  private Optional<NodeName> node = Optional.empty();
  private boolean thenStart;

  private RequestFields(JsonParser parser, Collection<String> actionWords, List<String> known) {
    this.parser = parser;
    this.actionWords = actionWords;
    this.known = known;
  }

  /**
   * Reads a body.
   *
   * @param body as received
   * @param actionWords every allowed action, in the order in which messages name them
   * @param known the fields that may be there; {@link #VMID} must be there if it is among them
   * @throws InvalidRequest with a message that names the wrong member and says what is allowed
   */
  static RequestFields read(byte[] body, Collection<String> actionWords, List<String> known)
      throws InvalidRequest {
    if (new String(body, StandardCharsets.UTF_8).isBlank()) {
      throw new InvalidRequest("The body is empty; send a JSON object such as " + example(known));
    }
    // A decoder, unlike a charset, reports malformed UTF-8 instead of replacing it.
    InputStreamReader text =
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = JSON.createParser(text)) {
      RequestFields fields = new RequestFields(parser, actionWords, known);
      fields.object();
      return fields;
    } catch (JsonParsingException notJson) {
      throw new InvalidRequest(
          "The body is not valid JSON (line %s, column %s)."
              .formatted(
                  notJson.getLocation().getLineNumber(), notJson.getLocation().getColumnNumber()));
    } catch (JsonException undecodable) {
      throw new InvalidRequest("The body is not valid UTF-8.");
    }
  }

  private static String example(List<String> known) {
    return known.contains(VMID) ? "{\"vmid\":102}." : "{\"action\":\"shutdown\"}.";
  }

  /** The VM; given where the field is known. */
  VmId vmid() {
    return vmid.orElseThrow();
  }

  /** The action for all guests. */
  Optional<String> action() {
    return action;
  }

  /** How guests are to stop. */
  StopWish wish() {
    return new StopWish(action.map(StopAction::new), actions);
  }

  /** The VMs that the client saw in the way. */
  Optional<Set<VmId>> running() {
    return running;
  }

  /** How to bring the target back. */
  Optional<Recovery> recovery() {
    return recovery;
  }

  /** The node. */
  Optional<NodeName> node() {
    return node;
  }

  /** Whether it is to be started again. */
  boolean thenStart() {
    return thenStart;
  }

  private void object() throws InvalidRequest {
    if (parser.next() != Event.START_OBJECT) {
      throw new InvalidRequest("The body must be a JSON object such as " + example(known));
    }
    while (parser.next() == Event.KEY_NAME) {
      member(parser.getString());
    }
    if (parser.hasNext()) {
      throw new InvalidRequest("Something follows the JSON object; send one object only.");
    }
    if (vmid.isEmpty() && known.contains(VMID)) {
      throw new InvalidRequest("The field \"vmid\" is missing; send for example {\"vmid\":102}.");
    }
  }

  private void member(String name) throws InvalidRequest {
    if (!names.add(name)) {
      throw new InvalidRequest("The field \"" + shortened(name) + "\" is there twice.");
    }
    if (!known.contains(name)) {
      throw new InvalidRequest(
          "There is no field \"%s\"; known are %s and %s."
              .formatted(
                  shortened(name),
                  String.join(", ", known.subList(0, known.size() - 1)),
                  known.get(known.size() - 1)));
    }
    Event value = parser.next();
    if (value == Event.VALUE_NULL && !name.equals(VMID)) {
      return;
    }
    switch (name) {
      case VMID -> vmid = Optional.of(vmid(value));
      case ACTION -> action = Optional.of(action(value, "\"action\""));
      case ACTIONS -> actions(value);
      case RUNNING -> running = Optional.of(running(value));
      case RECOVERY -> recovery = Optional.of(recovery(value));
      case THEN -> thenStart = then(value);
      case NODE -> node = Optional.of(node(value));
      default -> throw new IllegalStateException(name);
    }
  }

  private VmId vmid(Event value) throws InvalidRequest {
    boolean scalar = value == Event.VALUE_NUMBER || value == Event.VALUE_STRING;
    if (!scalar || !isWholeNumber()) {
      throw new InvalidRequest(
          "The field \"vmid\" must be a whole number such as 102, without quotes.");
    }
    return vmid("vmid");
  }

  private String action(Event value, String field) throws InvalidRequest {
    String all = String.join(", ", actionWords);
    if (value != Event.VALUE_STRING) {
      throw new InvalidRequest("The field " + field + " must be one of the words " + all + ".");
    }
    String word = parser.getString();
    if (!actionWords.contains(word)) {
      throw new InvalidRequest(
          "There is no action \"%s\"; known are %s.".formatted(shortened(word), all));
    }
    return word;
  }

  /** An object such as {@code {"101":"shutdown"}}. */
  private void actions(Event value) throws InvalidRequest {
    if (value != Event.START_OBJECT) {
      throw new InvalidRequest(
          "The field \"actions\" must be an object such as {\"101\":\"shutdown\"}.");
    }
    while (parser.next() == Event.KEY_NAME) {
      if (!isWholeNumber()) {
        throw new InvalidRequest(
            "In \"actions\": a vmid is a number from 100 to 999999999, not %s."
                .formatted(shortened(parser.getString())));
      }
      VmId vm = vmid(ACTIONS);
      String word = action(parser.next(), "\"actions\"");
      if (word.equals(LaunchAnswer.CANCEL)) {
        throw new InvalidRequest("In \"actions\": cancel is no way to stop a VM.");
      }
      if (actions.put(vm, new StopAction(word)) != null) {
        throw new InvalidRequest("In \"actions\": VM " + vm + " is there twice.");
      }
    }
  }

  private boolean then(Event value) throws InvalidRequest {
    if (value != Event.VALUE_STRING || !parser.getString().equals("start")) {
      throw new InvalidRequest("The field \"then\" must be the word start.");
    }
    return true;
  }

  private NodeName node(Event value) throws InvalidRequest {
    try {
      if (value == Event.VALUE_STRING) {
        return new NodeName(parser.getString());
      }
    } catch (IllegalArgumentException noName) {
      throw new InvalidRequest("There is no node \"%s\".".formatted(shortened(parser.getString())));
    }
    throw new InvalidRequest("The field \"node\" must be the name of a node such as \"pve\".");
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
