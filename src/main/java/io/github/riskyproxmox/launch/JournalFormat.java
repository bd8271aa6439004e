package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Errand;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.Order;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Collection;
import java.util.Optional;

/** A launch as JSON, version 1; {@link JournalReader} reads it. Absent keys are empty values. */
final class JournalFormat {
  /** What the file calls itself. */
  static final String FORMAT = "risky-proxmox-agent launches";

  /** What this agent writes, and the only version it reads. */
  static final int VERSION = 1;

  /**
   * Looked up once: class Json looks through all jars for each object and array it is asked for.
   */
  static final JsonProvider JSON = JsonProvider.provider();

  // What Proxmox prints may be long; its beginning is enough after a restart.
  private static final int LONGEST_TEXT = 16_384;

  private JournalFormat() {}

  static JsonObject write(LaunchState state) {
    JsonArrayBuilder errands = JSON.createArrayBuilder();
    state.errands().forEach(errand -> errands.add(write(errand)));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", state.id())
            .add("client", state.client())
            .add("accepted_at", state.acceptedAt().toString())
            .add("errands", errands)
            .add("resuming", state.resuming());
    put(json, "action", state.action());
    state
        .end()
        .ifPresent(
            end ->
                json.add(
                    "end",
                    JSON.createObjectBuilder()
                        .add("phase", end.phase().name())
                        .add("at", end.at().toString())
                        .add("message", shortened(end.message()))));
    return json.build();
  }

  private static JsonObject write(Errand errand) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("order", write(errand.order()))
            .add("stage", errand.stage().name())
            .add("overrule", errand.overrule())
            .add("past_tasks", texts(errand.pastTasks()))
            .add("words", shortened(errand.words()));
    put(json, "task", errand.task());
    put(json, "started_at", errand.startedAt());
    put(json, "sent_at", errand.sentAt());
    put(json, "deadline", errand.deadline());
    put(json, "retry_until", errand.retryUntil());
    put(json, "patience", errand.patience());
    put(json, "ended_at", errand.endedAt());
    return json.build();
  }

  private static JsonObject write(Order order) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("node", order.vm().node().value())
            .add("vmid", order.vm().id().value())
            .add("name", order.name())
            .add("verb", order.verb().name())
            .add("easy_kill", order.easyKill())
            .add("ha_managed", order.haManaged())
            .add("can_be_overtaken", order.canBeOvertaken())
            .add("title", order.title())
            .add("allowed", order.allowed().toString())
            .add("task_types", texts(order.taskTypes()));
    put(json, "action", order.action());
    return json.build();
  }

  private static void put(JsonObjectBuilder json, String key, Optional<?> value) {
    value.ifPresent(present -> json.add(key, present.toString()));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  private static JsonArray texts(Collection<?> values) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    values.forEach(value -> array.add(value.toString()));
    return array.build();
  }
}
