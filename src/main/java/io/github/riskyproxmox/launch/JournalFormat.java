package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.launch.VmOperation;
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
    JsonArrayBuilder operations = JSON.createArrayBuilder();
    state.operations().forEach(operation -> operations.add(write(operation)));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", state.id())
            .add("client", state.client())
            .add("accepted_at", state.acceptedAt().toString())
            .add("errands", operations)
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

  private static JsonObject write(OperationProgress operation) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("order", write(operation.order()))
            .add("stage", operation.stage().name())
            .add("overrule", operation.overrule())
            .add("past_tasks", texts(operation.pastTasks()))
            .add("words", shortened(operation.words()));
    put(json, "task", operation.task());
    put(json, "started_at", operation.startedAt());
    put(json, "sent_at", operation.sentAt());
    put(json, "deadline", operation.deadline());
    put(json, "retry_until", operation.retryUntil());
    put(json, "patience", operation.retryPolicy());
    put(json, "ended_at", operation.endedAt());
    return json.build();
  }

  private static JsonObject write(VmOperation order) {
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
