package io.github.riskyproxmox.proxmox;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A valid answer of Proxmox in which one value in turn is replaced by each odd one. */
final class OddAnswers {
  /** As they stand in JSON. */
  static final List<String> VALUES =
      List.of(
          "null",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"-1\"",
          "\"1.5\"",
          "true",
          "false",
          "-1",
          "0",
          "1.5",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "99999999999999999999",
          "9".repeat(2000),
          "9223372036854775807",
          "[]",
          "[1,[2,{\"a\":3}]]",
          "{}",
          "{\"a\":{\"b\":[1]}}",
          "\"" + "long;text:".repeat(10_000) + "\"",
          "\"a\\u0000\\n\\u202e:\\\\b\"");

  private static final String HERE = "@odd value@";

  /**
   * One of them.
   *
   * @param path where the value stands, such as {@code /data/0/vmid}
   * @param value what stands there, in JSON
   * @param body the whole answer
   */
  record Odd(String path, String value, String body) {
    /** Whether that value is at that place or somewhere in it. */
    boolean isWithin(String prefix) {
      return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    @Override
    public String toString() {
      return path + " is " + (value.length() > 60 ? value.substring(0, 60) + "..." : value);
    }
  }

  private OddAnswers() {}

  /** All of one answer. */
  static List<Odd> of(String answer) {
    List<Odd> odd = new ArrayList<>();
    JsonValue whole = parse(answer);
    collect(
        "",
        whole,
        changed -> changed,
        (path, body) -> {
          for (String value : VALUES) {
            odd.add(new Odd(path, value, body.replace("\"" + HERE + "\"", value)));
          }
        });
    return odd;
  }

  /** The answer with only those VMs' rows, in that order, so that there are fewer places to try. */
  static String rows(String answer, int... vmids) {
    JsonArrayBuilder rows = Json.createArrayBuilder();
    for (int vmid : vmids) {
      parse(answer).asJsonObject().getJsonArray("data").stream()
          .filter(row -> row.asJsonObject().getInt("vmid") == vmid)
          .forEach(rows::add);
    }
    return Json.createObjectBuilder().add("data", rows).build().toString();
  }

  private interface Sink {
    void accept(String path, String body);
  }

  private static void collect(
      String path, JsonValue value, Function<JsonValue, JsonValue> around, Sink sink) {
    sink.accept(path, around.apply(Json.createValue(HERE)).toString());
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) ->
              collect(
                  path + "/" + name,
                  member,
                  changed ->
                      around.apply(Json.createObjectBuilder(object).add(name, changed).build()),
                  sink));
    } else if (value instanceof JsonArray array) {
      for (int index = 0; index < array.size(); index++) {
        int at = index;
        collect(
            path + "/" + at,
            array.get(at),
            changed -> around.apply(Json.createArrayBuilder(array).set(at, changed).build()),
            sink);
      }
    }
  }

  private static JsonValue parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }
}
