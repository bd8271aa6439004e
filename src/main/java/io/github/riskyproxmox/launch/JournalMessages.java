package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Messages as JSON. Each has its English text as well: a version of the agent that does not know
 * the key, or has other arguments for it, shows that text.
 */
final class JournalMessages {
  private static final String DURATION = "duration";

  private JournalMessages() {}

  static JsonObject write(Message message) {
    JsonObjectBuilder arguments = JournalFormat.JSON.createObjectBuilder();
    message.arguments().forEach((name, value) -> arguments.add(name, value(value)));
    return JournalFormat.JSON
        .createObjectBuilder()
        .add("key", message.key().name())
        .add("arguments", arguments)
        .add("text", Messages.text(message))
        .build();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is not even a text
   */
  static Message read(JsonObject json) {
    String text = PveWords.whole(JournalMembers.text(json, "text"));
    try {
      SortedMap<String, Object> arguments = new TreeMap<>();
      JournalMembers.object(json, "arguments")
          .forEach((name, value) -> arguments.put(name, argument(value)));
      Message message = new Message(JournalMembers.word(json, "key", MessageKey.class), arguments);
      String unused = Messages.text(message);
      return message;
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException unknown) {
      return Message.recorded(text);
    }
  }

  private static JsonValue value(Object argument) {
    if (argument instanceof List<?> list) {
      JsonArrayBuilder array = JournalFormat.JSON.createArrayBuilder();
      list.forEach(one -> array.add(value(one)));
      return array.build();
    }
    if (argument instanceof Message message) {
      return write(message);
    }
    if (argument instanceof Duration duration) {
      return JournalFormat.JSON.createObjectBuilder().add(DURATION, duration.toString()).build();
    }
    return argument instanceof Integer number
        ? JournalFormat.JSON.createValue(number)
        : JournalFormat.JSON.createValue(argument.toString());
  }

  private static Object argument(JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    if (value instanceof JsonNumber number) {
      return number.intValueExact();
    }
    if (value instanceof JsonArray array) {
      return array.stream().map(JournalMessages::argument).toList();
    }
    if (value instanceof JsonObject object) {
      return object.containsKey(DURATION)
          ? Duration.parse(JournalMembers.text(object, DURATION))
          : read(object);
    }
    throw new IllegalArgumentException("a message has no such argument");
  }
}
