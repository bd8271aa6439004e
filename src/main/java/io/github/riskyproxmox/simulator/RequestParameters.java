package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.HttpRequest;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a request from form, JSON or query (AnyEvent.pm). */
final class RequestParameters {
  private RequestParameters() {}

  /**
   * All parameters; those of the query take precedence.
   *
   * @throws IllegalArgumentException if the body has type JSON and is not a JSON object
   */
  static Map<String, String> of(HttpRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (request.method().equals("POST") || request.method().equals("PUT")) {
      if (request.header("content-type").orElse("").contains("application/json")) {
        addJson(parameters, request.body());
      } else {
        addForm(parameters, request.body());
      }
    }
    addForm(parameters, request.query());
    parameters.remove("_dc");
    return parameters;
  }

  private static void addForm(Map<String, String> parameters, String form) {
    for (String pair : form.split("[&;]", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(decoded(name), decoded(value));
      }
    }
  }

  private static void addJson(Map<String, String> parameters, String body) {
    try (JsonReader reader = JsonTree.READERS.createReader(new StringReader(body))) {
      JsonObject object = reader.readObject();
      for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
        if (entry.getValue() != JsonValue.NULL) {
          parameters.put(entry.getKey(), plain(entry.getValue()));
        }
      }
    } catch (JsonException e) {
      throw new IllegalArgumentException(
          "malformed JSON string, neither tag, array, object, number, string or atom", e);
    }
  }

  private static String plain(JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    if (value instanceof JsonNumber number) {
      return number.toString();
    }
    if (value == JsonValue.TRUE) {
      return "1";
    }
    return value == JsonValue.FALSE ? "0" : value.toString();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
