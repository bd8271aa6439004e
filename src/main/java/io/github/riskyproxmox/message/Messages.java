package io.github.riskyproxmox.message;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.PveWords;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Messages in English. A text names its arguments: {@code {vm}}. Behind a comma it may say how one
 * is written: {@code sentence} and {@code clause} shorten it and make sure that it ends with a full
 * stop, or without one; {@code bare} only removes the full stop; {@code sentences} puts the
 * elements of a list one after the other.
 *
 * <p>A key can have several texts: {@code key.value} for a value of the argument {@code kind},
 * {@code key.one} or {@code key.value.one} where its first other argument is a list with one
 * element, and {@code panel.key} for the page's launch panel.
 */
public final class Messages {
  private static final ResourceBundle TEXTS =
      ResourceBundle.getBundle("io.github.riskyproxmox.message.messages", Locale.ROOT);

  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\w+)(?:,(\\w+))?}");
  private static final String PANEL = "panel.";

  private Messages() {}

  /**
   * The message in English.
   *
   * @throws IllegalArgumentException if there is no text for it: its {@code kind} is unknown
   */
  public static String text(Message message) {
    return text(message, "");
  }

  /** The messages in English. */
  public static List<String> texts(List<Message> messages) {
    return messages.stream().map(Messages::text).toList();
  }

  /** The message as the launch panel words it, whose title and steps say part of it already. */
  public static String panelText(Message message) {
    return text(message, PANEL);
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}; empty if there is none. */
  public static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : text(
            Message.of(
                MessageKey.LIST, String.join(", ", names.subList(0, last)), names.get(last)));
  }

  /** {@code 35 s}, {@code 2 min}, {@code 2 min 5 s}, {@code 1 h 2 min}: the two largest units. */
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return units(MessageKey.SECONDS, seconds);
    }
    return seconds < 3600
        ? units(MessageKey.MINUTES, seconds / 60, MessageKey.SECONDS, seconds % 60)
        : longSpan(duration);
  }

  /** {@code 0 min}, {@code 12 min}, {@code 3 h 12 min}, {@code 4 d 2 h}: to the minute. */
  public static String longSpan(Duration duration) {
    long minutes = Math.max(0, duration.toMinutes());
    if (minutes < 60) {
      return units(MessageKey.MINUTES, minutes);
    }
    long hours = minutes / 60;
    return hours < 24
        ? units(MessageKey.HOURS, hours, MessageKey.MINUTES, minutes % 60)
        : units(MessageKey.DAYS, hours / 24, MessageKey.HOURS, hours % 24);
  }

  private static String units(MessageKey unit, long count) {
    return text(Message.of(unit, Math.toIntExact(count)));
  }

  private static String units(MessageKey large, long count, MessageKey small, long rest) {
    return rest == 0
        ? units(large, count)
        : text(Message.of(MessageKey.TWO_UNITS, units(large, count), units(small, rest)));
  }

  private static String text(Message message, String style) {
    return ARGUMENT
        .matcher(template(message, style))
        .replaceAll(argument -> Matcher.quoteReplacement(written(message, argument, style)));
  }

  private static String template(Message message, String style) {
    String id = message.key().id();
    List<String> variants = variants(message).stream().map(name -> id + name).toList();
    return Stream.concat(variants.stream().map(variant -> style + variant), variants.stream())
        .filter(TEXTS::containsKey)
        .findFirst()
        .map(TEXTS::getString)
        .orElseThrow(() -> new IllegalArgumentException("There is no text for " + id + "."));
  }

  /** What can follow a key's id, the closest text first; the empty string is the key alone. */
  private static List<String> variants(Message message) {
    Optional<String> kind =
        Optional.ofNullable(message.arguments().get(Message.KIND)).map(value -> "." + value);
    boolean one =
        message.key().arguments().stream()
            .filter(name -> !name.equals(Message.KIND))
            .findFirst()
            .filter(
                name -> message.arguments().get(name) instanceof List<?> list && list.size() == 1)
            .isPresent();
    List<String> endings = one ? List.of(".one", "") : List.of("");
    return Stream.concat(kind.stream(), Stream.of(""))
        .flatMap(start -> endings.stream().map(ending -> start + ending))
        .toList();
  }

  private static String written(Message message, MatchResult argument, String style) {
    Object value = message.arguments().get(argument.group(1));
    String how = Optional.ofNullable(argument.group(2)).orElse("");
    if (value instanceof List<?> list) {
      List<String> elements =
          list.stream().map(one -> plain(one, style)).filter(one -> !one.isEmpty()).toList();
      return how.equals("sentences") ? String.join(" ", elements) : list(elements);
    }
    String text = plain(value, style);
    return switch (how) {
      case "sentence" -> withFullStop(PveWords.brief(text));
      case "clause" -> withoutFullStop(PveWords.brief(text));
      case "bare" -> withoutFullStop(text);
      default -> text;
    };
  }

  private static String plain(Object value, String style) {
    return value instanceof Message message
        ? text(message, style)
        : value instanceof Duration duration ? span(duration) : String.valueOf(value);
  }

  private static String withFullStop(String words) {
    String text = words.strip();
    boolean ends = text.isEmpty() || Stream.of(".", "!", "?").anyMatch(text::endsWith);
    return ends ? text : text + ".";
  }

  private static String withoutFullStop(String words) {
    String text = words.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
