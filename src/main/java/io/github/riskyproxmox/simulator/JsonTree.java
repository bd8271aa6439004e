package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** Creates JSON builders from one provider. {@code Json} looks it up each time, which is slow. */
final class JsonTree {
  private static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());
  static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

  private JsonTree() {}

  static JsonObjectBuilder object() {
    return BUILDERS.createObjectBuilder();
  }

  /** A builder that starts with the members of that object. */
  static JsonObjectBuilder object(JsonObject from) {
    return BUILDERS.createObjectBuilder(from);
  }

  static JsonString text(String value) {
    return PROVIDER.createValue(value);
  }

  static JsonArrayBuilder array() {
    return BUILDERS.createArrayBuilder();
  }
}
