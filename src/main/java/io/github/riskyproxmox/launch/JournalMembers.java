package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.vm.ForeignText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The members of a JSON object, each of the type that is expected. Every method throws an
 * IllegalArgumentException that names the member where it is missing or of another type.
 */
final class JournalMembers {
  private JournalMembers() {}

  static String text(JsonObject json, String key) {
    return as(JsonString.class, json, key, "text").getString();
  }

  /** Empty if absent; a value of another type is refused. */
  static Optional<String> optional(JsonObject json, String key) {
    return json.containsKey(key) ? Optional.of(text(json, key)) : Optional.empty();
  }

  /** The exact number: a rounded vmid would be another VM. */
  static int number(JsonObject json, String key) {
    try {
      return as(JsonNumber.class, json, key, "number").intValueExact();
    } catch (ArithmeticException inexact) {
      throw wrong(key, "whole number of that size");
    }
  }

  static boolean flag(JsonObject json, String key) {
    JsonValue value = as(JsonValue.class, json, key, "truth value");
    if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
      throw wrong(key, "truth value");
    }
    return value.equals(JsonValue.TRUE);
  }

  static <E extends Enum<E>> E word(JsonObject json, String key, Class<E> words) {
    String text = text(json, key);
    return Stream.of(words.getEnumConstants())
        .filter(word -> word.name().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(key, "word that this agent knows"));
  }

  static JsonObject object(JsonObject json, String key) {
    return as(JsonObject.class, json, key, "object");
  }

  static List<JsonObject> objects(JsonObject json, String key) {
    return elements(JsonObject.class, json, key);
  }

  static List<String> texts(JsonObject json, String key) {
    return elements(JsonString.class, json, key).stream().map(JsonString::getString).toList();
  }

  static <T> T parsed(String text, Function<String, T> parse, String what) {
    try {
      return parse.apply(text);
    } catch (DateTimeException | ArithmeticException foreign) {
      throw new IllegalArgumentException(ForeignText.quoted(text) + " is no " + what, foreign);
    }
  }

  private static <T> List<T> elements(Class<T> type, JsonObject json, String key) {
    JsonArray array = as(JsonArray.class, json, key, "list");
    if (!array.stream().allMatch(type::isInstance)) {
      throw wrong(key, "list of that kind");
    }
    return array.stream().map(type::cast).toList();
  }

  private static <T> T as(Class<T> type, JsonObject json, String key, String what) {
    return Optional.ofNullable(json.get(key))
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(() -> wrong(key, what));
  }

  private static IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException("its member \"%s\" is no %s".formatted(key, what));
  }
}
