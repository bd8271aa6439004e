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

/**
 * Writes launches as JSON, version 2; {@link JournalReader} reads it. Absent keys are empty values.
 */
final class JournalFormat {
  /** The file's own name for its format. */
  static final String FORMAT = "risky-proxmox-agent launches";

  /** The version that this agent writes. It reads {@link JournalVersion1 version 1} as well. */
  static final int VERSION = 2;

  /** Looked up once: class Json searches all jars for each object and array that it creates. */
  static final JsonProvider JSON = JsonProvider.provider();

  private JournalFormat() {}

  static JsonObject write(LaunchState state) {
    JsonArrayBuilder operations = JSON.createArrayBuilder();
    state.operations().forEach(progress -> operations.add(write(progress)));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", state.id())
            .add("client", state.client())
            .add("accepted_at", state.acceptedAt().toString())
            .add("operations", operations)
            .add("resuming", state.resuming());
    put(json, "action", state.action());
    state
        .host()
        .ifPresent(
            host -> {
              json.add("host", host.node().value()).add("host_asked", host.sending());
              put(json, "host_retry_until", host.retryUntil());
            });
    state
        .end()
        .ifPresent(
            end ->
                json.add(
                    "end",
                    JSON.createObjectBuilder()
                        .add("phase", end.phase().name())
                        .add("at", end.at().toString())
                        .add("message", JournalMessages.write(end.message()))));
    return json.build();
  }

  private static JsonObject write(OperationProgress progress) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("operation", write(progress.operation()))
            .add("stage", progress.stage().name())
            .add("overrule", progress.overrule())
            .add("past_tasks", texts(progress.pastTasks()));
    progress.detail().ifPresent(detail -> json.add("detail", JournalMessages.write(detail)));
    put(json, "task", progress.task());
    put(json, "started_at", progress.startedAt());
    put(json, "sent_at", progress.sentAt());
    put(json, "deadline", progress.deadline());
    put(json, "retry_until", progress.retryUntil());
    put(json, "wait_until", progress.waitUntil());
    put(json, "ended_at", progress.endedAt());
    return json.build();
  }

  private static JsonObject write(VmOperation operation) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("node", operation.vm().node().value())
            .add("vmid", operation.vm().id().value())
            .add("name", operation.name())
            .add("verb", operation.verb().name())
            .add("purpose", operation.purpose().name())
            .add("ha_managed", operation.haManaged())
            .add("allowed", operation.allowed().toString())
            .add("task_types", texts(operation.taskTypes()));
    if (operation.vm().isContainer()) {
      json.add("guest", operation.vm().type().name());
    }
    operation.stop().ifPresent(stop -> json.add("stop", write(stop)));
    return json.build();
  }

  private static JsonObject write(VmOperation.Stop stop) {
    JsonArrayBuilder because = JSON.createArrayBuilder();
    stop.because().forEach(reason -> because.add(JournalMessages.write(reason)));
    return JSON.createObjectBuilder()
        .add("action", stop.action().id())
        .add("strategy", stop.strategy())
        .add("easy_kill", stop.easyKill())
        .add("can_be_overtaken", stop.canBeOvertaken())
        .add("resumes_first", stop.resumesFirst())
        .add("because", because)
        .build();
  }

  private static void put(JsonObjectBuilder json, String key, Optional<?> value) {
    value.ifPresent(present -> json.add(key, present.toString()));
  }

  private static JsonArray texts(Collection<?> values) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    values.forEach(value -> array.add(value.toString()));
    return array.build();
  }
}
