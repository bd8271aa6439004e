package io.github.riskyproxmox.launch;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a good journal in one or a few places. */
final class Mutation {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "99.5",
          "101",
          "4294967398",
          "1e999999999",
          "1e-999999999",
          "9".repeat(1000),
          "[]",
          "{}",
          "[null]",
          "[[[]]]",
          "\"\"",
          "\"..\"",
          "\"pve/..\"",
          "\"nosuch\"",
          "\"shutdown\"",
          "\"hibernate\"",
          "\"terminate\"",
          "\"" + "x".repeat(100_000) + "\"",
          "\"\\u0000\\n\\u202e\"",
          "\"\\ud800\"");
  private static final List<String> WORDS =
      List.of(
          "STOP",
          "START",
          "RESUME",
          "TODO",
          "SURVEYING",
          "SENDING",
          "VERIFYING",
          "ABORTING",
          "AWAITING",
          "CONFIRMING",
          "CHECKING",
          "DONE",
          "FAILED",
          "LEFT",
          "SKIPPED",
          "STOPPING",
          "WAITING",
          "STARTING",
          "SUCCEEDED",
          "CANCELLED",
          "INTERRUPTED");
  private static final List<String> TIMES =
      List.of(
          "+1000000000-12-31T23:59:59Z",
          "-1000000000-01-01T00:00:00Z",
          "1970-01-01T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "2026-02-30T00:00:00Z",
          "PT2562047788015215H",
          "PT-1S",
          "PT0S",
          "P365D");
  private static final List<String> TASKS =
      List.of(
          "UPID:..:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
          "UPID:a.b:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
          "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:/../101:launcher@pve!agent:",
          "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown::launcher@pve!agent:",
          "UPID:other:000000DC:0002A001:FFFFFFFF:vzdump:999:somebody@pam:",
          "UPID:pve");

  private Mutation() {}

  /** One to three changes of single bytes and of ranges. */
  static byte[] ofBytes(byte[] good, Random random) {
    byte[] bytes = good;
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(40));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(bytes, to, bytes.length - to);
      case 1 -> {
        out.write(bytes, from, to - from);
        out.write(bytes, from, bytes.length - from);
      }
      case 2 -> {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        out.write(noise, 0, noise.length);
        out.write(bytes, to, bytes.length - to);
      }
      case 3 -> {
        out.write(random.nextInt(256));
        out.write(bytes, from, bytes.length - from);
      }
      default -> {
        // The rest is cut off.
      }
    }
    return out.toByteArray();
  }

  /** One to three members or elements deleted, repeated or replaced. */
  static String ofJson(String good, Random random) {
    JsonValue value = parse(good);
    for (int change = random.nextInt(3); change >= 0; change--) {
      value = inside(value, random);
    }
    // Half of a pair is no text that a file can have; as an escape it is one that can be read.
    return value
        .toString()
        .replaceAll(
            "(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])", "\\\\ud800");
  }

  private static JsonValue inside(JsonValue value, Random random) {
    if (value instanceof JsonObject object && !object.isEmpty()) {
      return insideObject(object, random);
    }
    if (value instanceof JsonArray array && !array.isEmpty()) {
      return insideArray(array, random);
    }
    return other(value, random);
  }

  private static JsonValue insideObject(JsonObject object, Random random) {
    List<String> keys = new ArrayList<>(object.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    JsonObjectBuilder changed = JournalFormat.JSON.createObjectBuilder(object);
    JsonValue child = object.get(key);
    if (goesDeeper(child, random)) {
      changed.add(key, inside(child, random));
    } else if (random.nextInt(4) == 0) {
      changed.remove(key);
    } else {
      changed.add(key, other(child, random));
    }
    return changed.build();
  }

  private static JsonValue insideArray(JsonArray array, Random random) {
    int index = random.nextInt(array.size());
    JsonArrayBuilder changed = JournalFormat.JSON.createArrayBuilder(array);
    JsonValue child = array.get(index);
    if (goesDeeper(child, random)) {
      return changed.set(index, inside(child, random)).build();
    }
    switch (random.nextInt(4)) {
      case 0 -> changed.remove(index);
      case 1 -> {
        for (int copy = random.nextInt(100); copy >= 0; copy--) {
          changed.add(index, child);
        }
      }
      case 2 -> {
        changed.remove(index);
        changed.add(child);
      }
      default -> changed.set(index, other(child, random));
    }
    return changed.build();
  }

  /** Most of what can go wrong is far inside. */
  private static boolean goesDeeper(JsonValue child, Random random) {
    boolean structure = child instanceof JsonObject || child instanceof JsonArray;
    return structure && random.nextInt(8) > 0;
  }

  /** More often than not something that could stand there. */
  private static JsonValue other(JsonValue value, Random random) {
    String text = value instanceof JsonString string ? string.getString() : "";
    List<String> alike =
        text.startsWith("UPID:")
            ? TASKS
            : text.matches("[A-Z]+") ? WORDS : text.matches("[0-9P].*[0-9].*") ? TIMES : List.of();
    return alike.isEmpty() || random.nextInt(4) == 0
        ? parse(VALUES.get(random.nextInt(VALUES.size())))
        : JournalFormat.JSON.createValue(alike.get(random.nextInt(alike.size())));
  }

  private static JsonValue parse(String text) {
    try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader("[" + text + "]"))) {
      return reader.readArray().get(0);
    }
  }
}
