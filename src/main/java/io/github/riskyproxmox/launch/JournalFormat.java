package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Errand;
import io.github.riskyproxmox.domain.launch.LaunchEnd;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.Order;
import io.github.riskyproxmox.domain.launch.Stage;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A launch as JSON, version 1. Absent keys are empty values. */
final class JournalFormat {
  /** What this agent writes, and the only version it reads. */
  static final int VERSION = 1;

  /**
   * Looked up once: class Json looks through all jars for each object and array it is asked for.
   */
  static final JsonProvider JSON = JsonProvider.provider();

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Duration LONGEST = Duration.ofDays(365);

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
                        .add("message", end.message())));
    return json.build();
  }

  /**
   * Reads what {@link #write(LaunchState)} wrote.
   *
   * @throws RuntimeException if it is anything else
   */
  static LaunchState read(JsonObject json) {
    return new LaunchState(
        json.getString("id"),
        get(json, "action", StopAction::new),
        json.getString("client"),
        instant(json.getString("accepted_at")),
        json.getJsonArray("errands").getValuesAs(JsonObject.class).stream()
            .map(JournalFormat::readErrand)
            .toList(),
        json.getBoolean("resuming"),
        Optional.ofNullable(json.getJsonObject("end"))
            .map(
                end ->
                    new LaunchEnd(
                        LaunchPhase.valueOf(end.getString("phase")),
                        instant(end.getString("at")),
                        end.getString("message"))));
  }

  private static JsonObject write(Errand errand) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("order", write(errand.order()))
            .add("stage", errand.stage().name())
            .add("overrule", errand.overrule())
            .add("past_tasks", texts(errand.pastTasks()))
            .add("words", errand.words());
    put(json, "task", errand.task());
    put(json, "started_at", errand.startedAt());
    put(json, "sent_at", errand.sentAt());
    put(json, "deadline", errand.deadline());
    put(json, "retry_until", errand.retryUntil());
    put(json, "patience", errand.patience());
    put(json, "ended_at", errand.endedAt());
    return json.build();
  }

  private static Errand readErrand(JsonObject json) {
    return new Errand(
        readOrder(json.getJsonObject("order")),
        Stage.valueOf(json.getString("stage")),
        json.getBoolean("overrule"),
        get(json, "task", Upid::new),
        texts(json.getJsonArray("past_tasks")).stream().map(Upid::new).toList(),
        get(json, "started_at", JournalFormat::instant),
        get(json, "sent_at", JournalFormat::instant),
        get(json, "deadline", JournalFormat::instant),
        get(json, "retry_until", JournalFormat::instant),
        get(json, "patience", JournalFormat::instant),
        get(json, "ended_at", JournalFormat::instant),
        json.getString("words"),
        Instant.EPOCH,
        Optional.empty());
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

  private static Order readOrder(JsonObject json) {
    return new Order(
        new VmRef(new NodeName(json.getString("node")), new VmId(json.getInt("vmid"))),
        json.getString("name"),
        Order.Verb.valueOf(json.getString("verb")),
        get(json, "action", StopAction::new),
        json.getBoolean("easy_kill"),
        json.getBoolean("ha_managed"),
        json.getBoolean("can_be_overtaken"),
        json.getString("title"),
        duration(json.getString("allowed")),
        new LinkedHashSet<>(texts(json.getJsonArray("task_types"))));
  }

  /** One that can be reckoned with. */
  private static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
      throw new IllegalArgumentException(text + " is no time of a launch");
    }
    return instant;
  }

  private static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text + " is no duration of a launch");
    }
    return duration;
  }

  private static void put(JsonObjectBuilder json, String key, Optional<?> value) {
    value.ifPresent(present -> json.add(key, present.toString()));
  }

  private static <T> Optional<T> get(JsonObject json, String key, Function<String, T> read) {
    return json.containsKey(key) ? Optional.of(read.apply(json.getString(key))) : Optional.empty();
  }

  private static JsonArray texts(Collection<?> values) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    values.forEach(value -> array.add(value.toString()));
    return array.build();
  }

  private static List<String> texts(JsonArray array) {
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
