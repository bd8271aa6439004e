package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What {@code POST /api/launch} takes.
 *
 * @param vmid which VM is to run
 * @param action one of the known ones
 * @param running what the asker saw in the way
 * @param recovery how to bring it back where it has crashed
 */
record LaunchBody(
    VmId vmid, Optional<String> action, Optional<Set<VmId>> running, Optional<Recovery> recovery) {

  /** One that says nothing of a crash. */
  LaunchBody(VmId vmid, Optional<String> action, Optional<Set<VmId>> running) {
    this(vmid, action, running, Optional.empty());
  }

  private static final JsonMember ABSENT = new JsonMember.Nothing();
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Set<String> FIELDS = Set.of("vmid", "action", "running", "recovery");

  /**
   * Reads a body.
   *
   * @param body as received
   * @param actions every word that may stand as action, in the order to name them
   * @throws InvalidRequest with a sentence that says what to send instead
   */
  static LaunchBody read(byte[] body, Collection<String> actions) throws InvalidRequest {
    Map<String, JsonMember> members = JsonObjectReader.read(body);
    for (String name : members.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new InvalidRequest(
            "There is no field \"%s\"; known are vmid, action, running and recovery."
                .formatted(JsonObjectReader.shortened(name)));
      }
    }
    if (!members.containsKey("vmid")) {
      throw new InvalidRequest("The field \"vmid\" is missing; send for example {\"vmid\":102}.");
    }
    return new LaunchBody(
        vmId("vmid", members.get("vmid")),
        action(members.getOrDefault("action", ABSENT), actions),
        running(members.getOrDefault("running", ABSENT)),
        recovery(members.getOrDefault("recovery", ABSENT)));
  }

  private static Optional<Recovery> recovery(JsonMember value) throws InvalidRequest {
    if (value.equals(ABSENT)) {
      return Optional.empty();
    }
    Optional<Recovery> recovery =
        value instanceof JsonMember.Text text ? Recovery.of(text.value()) : Optional.empty();
    if (recovery.isEmpty()) {
      throw new InvalidRequest("The field \"recovery\" must be one of the words reset, restart.");
    }
    return recovery;
  }

  private static Optional<String> action(JsonMember value, Collection<String> actions)
      throws InvalidRequest {
    if (value.equals(ABSENT)) {
      return Optional.empty();
    }
    String known = String.join(", ", actions);
    if (!(value instanceof JsonMember.Text text)) {
      throw new InvalidRequest("The field \"action\" must be one of the words " + known + ".");
    }
    if (!actions.contains(text.value())) {
      throw new InvalidRequest(
          "There is no action \"%s\"; known are %s."
              .formatted(JsonObjectReader.shortened(text.value()), known));
    }
    return Optional.of(text.value());
  }

  private static Optional<Set<VmId>> running(JsonMember value) throws InvalidRequest {
    if (value.equals(ABSENT)) {
      return Optional.empty();
    }
    if (!(value instanceof JsonMember.Listing list)) {
      throw new InvalidRequest("The field \"running\" must be a list of vmids such as [101].");
    }
    Set<VmId> running = new TreeSet<>();
    for (JsonMember element : list.elements()) {
      running.add(vmId("running", element));
    }
    return Optional.of(running);
  }

  /**
   * A whole number; of "vmid" also digits in quotes, as forms send them. Empty if it is neither.
   */
  private static Optional<String> written(String field, JsonMember value) {
    if (field.equals("vmid") && value instanceof JsonMember.Text text) {
      return Optional.of(text.value()).filter(DIGITS.asMatchPredicate());
    }
    return value instanceof JsonMember.Numeral number
        ? Optional.of(number.written()).filter(WHOLE.asMatchPredicate())
        : Optional.empty();
  }

  private static VmId vmId(String field, JsonMember value) throws InvalidRequest {
    Optional<String> written = written(field, value);
    if (written.isPresent()) {
      try {
        return new VmId(Integer.parseInt(written.get()));
      } catch (IllegalArgumentException outOfRange) {
        throw new InvalidRequest(
            "In \"%s\": a vmid is a number from 100 to 999999999, not %s."
                .formatted(field, JsonObjectReader.shortened(written.get())));
      }
    }
    throw new InvalidRequest(
        field.equals("vmid")
            ? "The field \"vmid\" must be a whole number such as 102, without quotes."
            : "The field \"running\" must be a list of vmids such as [101].");
  }
}
