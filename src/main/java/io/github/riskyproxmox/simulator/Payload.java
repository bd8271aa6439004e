package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;

/**
 * What a call answers.
 *
 * @param data the value of {@code data}
 * @param total how many there are, of a list of which only a part was asked for; 0 if not said
 * @param takes how long the answer takes
 */
record Payload(JsonValue data, int total, Duration takes) {

  static Payload of(JsonValue data) {
    return new Payload(data, 0, Duration.ZERO);
  }

  static Payload of(JsonObjectBuilder data) {
    return of(data.build());
  }

  static Payload of(JsonArrayBuilder data) {
    return of(data.build());
  }

  static Payload nothing() {
    return of(JsonValue.NULL);
  }

  static Payload of(SimTask task) {
    return of(JsonTree.text(task.upid()));
  }
}
