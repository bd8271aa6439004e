package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;

/**
 * The result of a call.
 *
 * @param data the JSON of {@code data}
 * @param total the length of a list of which a part was requested; 0 for none
 * @param takes how long PVE takes to answer
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
