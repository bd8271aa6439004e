package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Stage;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * Translates a launch of a version 1 journal to version 2. Version 1 held sentences and step titles
 * where version 2 holds facts.
 */
final class JournalVersion1 {
  /** The sentences that the launch itself compared, and the keys that replace them. */
  private static final Map<String, MessageKey> DETAILS =
      Map.of(
          "it is no longer on its node",
          MessageKey.ELSEWHERE,
          "it is off, without its memory saved",
          MessageKey.NOT_SAVED,
          "this shutdown was already under way",
          MessageKey.ADOPTED,
          "it had only just been started when it was asked to shut down: a guest in its firmware or"
              + " boot loader does not hear that",
          MessageKey.UNHEARD,
          "it has powered off, but its QEMU is still there: Proxmox's event daemon (qmeventd) has"
              + " not noticed, or a backup of it is under way",
          MessageKey.POWERED_OFF);

  private static final String WARNINGS = "WARNINGS: ";

  private JournalVersion1() {}

  /**
   * The launch in version 2.
   *
   * @throws IllegalArgumentException if a member is missing or of another type
   */
  static JsonObject translated(JsonObject launch) {
    JsonArrayBuilder operations = JournalFormat.JSON.createArrayBuilder();
    JournalMembers.objects(launch, "errands").forEach(one -> operations.add(progress(one)));
    JsonObjectBuilder json =
        JournalFormat.JSON
            .createObjectBuilder(launch)
            .remove("errands")
            .add("operations", operations);
    if (launch.containsKey("end")) {
      JsonObject end = JournalMembers.object(launch, "end");
      Message message = Message.recorded(JournalMembers.text(end, "message"));
      json.add(
          "end",
          JournalFormat.JSON
              .createObjectBuilder(end)
              .add("message", JournalMessages.write(message)));
    }
    return json.build();
  }

  private static JsonObject progress(JsonObject errand) {
    JsonObjectBuilder json =
        JournalFormat.JSON
            .createObjectBuilder(errand)
            .remove("order")
            .remove("words")
            .remove("patience")
            .add("operation", operation(JournalMembers.object(errand, "order")))
            .add("stage", stage(JournalMembers.text(errand, "stage")));
    detail(JournalMembers.text(errand, "words"))
        .ifPresent(detail -> json.add("detail", JournalMessages.write(detail)));
    JournalMembers.optional(errand, "patience").ifPresent(until -> json.add("wait_until", until));
    return json.build();
  }

  private static String stage(String name) {
    return name.equals("LOOKING") ? Stage.VERIFYING.name() : name;
  }

  private static JsonObject operation(JsonObject order) {
    JsonObjectBuilder json =
        JournalFormat.JSON
            .createObjectBuilder(order)
            .remove("title")
            .add("purpose", purpose(order).name());
    JournalMembers.optional(order, "action")
        .ifPresent(action -> json.add("stop", stop(order, action)));
    return json.build();
  }

  /** Version 1 knew one strategy for each action, and did not note why a VM was in the way. */
  private static JsonObject stop(JsonObject order, String action) {
    return JournalFormat.JSON
        .createObjectBuilder()
        .add("action", action)
        .add("strategy", action)
        .add("easy_kill", JournalMembers.flag(order, "easy_kill"))
        .add("can_be_overtaken", JournalMembers.flag(order, "can_be_overtaken"))
        .add("resumes_first", false)
        .add("because", JournalFormat.JSON.createArrayBuilder())
        .build();
  }

  private static VmOperation.Purpose purpose(JsonObject order) {
    String title = JournalMembers.text(order, "title");
    if (JournalMembers.word(order, "verb", VmOperation.Verb.class) == VmOperation.Verb.STOP) {
      return VmOperation.Purpose.STOP;
    }
    if (title.startsWith("Reset ")) {
      return VmOperation.Purpose.RESET;
    }
    return title.startsWith("Resume ") ? VmOperation.Purpose.RESUME : VmOperation.Purpose.START;
  }

  private static Optional<Message> detail(String words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words.startsWith(WARNINGS)) {
      return Optional.of(Message.of(MessageKey.WARNINGS, 1));
    }
    return Optional.of(
        DETAILS.containsKey(words) ? Message.of(DETAILS.get(words)) : Message.ofWords(words));
  }
}
