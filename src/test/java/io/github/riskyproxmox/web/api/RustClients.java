package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the clients of the Rust program of the same name (stestagg/risky-proxmox-agent, revision
 * 45d379e) read the answers of its API.
 */
final class RustClients {
  private static final Pattern FLAT_OBJECT = Pattern.compile("\\{[^{}]*}");

  /** A VM as the Haiku client lists it. */
  record ListedVm(long vmid, String name, String status) {}

  private RustClients() {}

  /** Haiku: objects without braces inside that have a vmid. */
  static List<ListedVm> haikuList(String body) {
    return FLAT_OBJECT
        .matcher(body)
        .results()
        .map(found -> found.group())
        .filter(object -> !haikuField(object, "vmid").isEmpty())
        .map(
            object ->
                new ListedVm(
                    Long.parseLong(haikuField(object, "vmid")),
                    haikuField(object, "name"),
                    haikuField(object, "status")))
        .toList();
  }

  /** Haiku: the first string, whole number or null with that name; empty if there is none. */
  static String haikuField(String body, String name) {
    Matcher field =
        Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"([^\"]*)\"|([0-9]+|null))").matcher(body);
    if (!field.find()) {
      return "";
    }
    return field.group(1) == null ? field.group(2) : field.group(1);
  }

  /** Hermit: an array of objects with these types; further fields are ignored. */
  static void assertReadableByHermit(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonArray vms = reader.readArray();
      for (JsonObject vm : vms.getValuesAs(JsonObject.class)) {
        assertTrue(vm.get("vmid") instanceof JsonNumber number && number.isIntegral(), body);
        assertTrue(vm.get("name") instanceof JsonString, body);
        assertTrue(vm.get("status") instanceof JsonString, body);
        assertTrue(
            vm.getJsonArray("tags").stream().allMatch(tag -> tag instanceof JsonString), body);
        JsonValue notes = vm.getOrDefault("notes", JsonValue.NULL);
        assertTrue(notes == JsonValue.NULL || notes instanceof JsonString, body);
      }
    }
  }

  /**
   * Haiku, after a request to launch a VM or to shut the host down: what it reads are the answer's
   * own fields, not those of an object inside it, and there is a message to show.
   */
  static void assertReadableByHaiku(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonObject answer = reader.readObject();
      String message = answer.getString("message");
      String beginning = message.split("\"", 2)[0];
      assertEquals(answer.getString("status"), haikuField(body, "status"), body);
      assertTrue(haikuField(body, "message").startsWith(beginning), body);
      assertTrue(!beginning.isEmpty(), body);
    }
  }
}
