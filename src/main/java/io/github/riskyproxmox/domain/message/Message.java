package io.github.riskyproxmox.domain.message;

import io.github.riskyproxmox.domain.pve.PveWords;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Something to report to people, as facts. The edge turns it into a sentence, or a part of one.
 *
 * @param key what kind of message it is
 * @param arguments by name: a text such as a VM's name or Proxmox's own words, a whole number, a
 *     Duration, another message, or a list of texts and messages
 */
public record Message(TextKey key, SortedMap<String, Object> arguments) {
  /** The argument that selects among the texts of one key, for example the stop action's id. */
  public static final String KIND = "kind";

  private static final String WORDS = "words";

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if these are not the arguments of that key
   */
  public Message {
    if (!arguments.keySet().equals(Set.copyOf(key.arguments()))
        || !arguments.values().stream().allMatch(Message::isArgument)) {
      throw new IllegalArgumentException("%s has other arguments".formatted(key.name()));
    }
    arguments = new TreeMap<>(arguments);
  }

  /**
   * A message.
   *
   * @param values its arguments in the order of {@link TextKey#arguments}
   * @throws IllegalArgumentException if the key has other arguments
   */
  public static Message of(TextKey key, Object... values) {
    if (values.length != key.arguments().size()) {
      throw new IllegalArgumentException(
          "%s has the arguments %s".formatted(key.name(), key.arguments()));
    }
    SortedMap<String, Object> arguments = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      arguments.put(key.arguments().get(i), values[i]);
    }
    return new Message(key, arguments);
  }

  /** Proxmox's own words, at most {@value PveWords#WHOLE} characters of them. */
  public static Message ofWords(String words) {
    return of(MessageKey.PVE_WORDS, PveWords.whole(words));
  }

  /** A text that was written as a sentence: by an earlier version of the agent. */
  public static Message recorded(String text) {
    return of(MessageKey.RECORDED, text);
  }

  /** Several sentences, one after the other. */
  public static Message sentences(List<Message> sentences) {
    return sentences.size() == 1 ? sentences.get(0) : of(MessageKey.SENTENCES, sentences);
  }

  /** Whether it is of that kind. */
  public boolean is(TextKey other) {
    return key == other;
  }

  /** Proxmox's own words in it, or in a message that it contains; empty if there are none. */
  public String words() {
    return Stream.concat(
            Stream.ofNullable(arguments.get(WORDS)),
            arguments.values().stream().flatMap(Message::contained))
        .map(part -> part instanceof Message message ? message.words() : part.toString())
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Whether it is that message, or contains it. */
  public boolean contains(Message other) {
    return equals(other)
        || arguments.values().stream().anyMatch(argument -> contains(argument, other));
  }

  private static Stream<Message> contained(Object argument) {
    return (argument instanceof List<?> list ? list.stream() : Stream.of(argument))
        .filter(Message.class::isInstance)
        .map(Message.class::cast);
  }

  private static boolean contains(Object argument, Message other) {
    return argument instanceof Message message
        ? message.contains(other)
        : argument instanceof List<?> list && list.stream().anyMatch(one -> contains(one, other));
  }

  private static boolean isArgument(Object value) {
    return value instanceof List<?> list
        ? list.stream().allMatch(one -> one instanceof String || one instanceof Message)
        : value instanceof String
            || value instanceof Integer
            || value instanceof Duration
            || value instanceof Message;
  }
}
