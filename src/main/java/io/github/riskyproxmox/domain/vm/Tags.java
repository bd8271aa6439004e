package io.github.riskyproxmox.domain.vm;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A VM's tags, in the order PVE keeps them.
 *
 * @param values without blanks
 */
public record Tags(List<String> values) {
  /** No tags. */
  public static final Tags NONE = new Tags(List.of());

  private static final Pattern SEPARATOR = Pattern.compile("[,;\\s]+");

  /** Copies the list. */
  public Tags {
    values = List.copyOf(values);
  }

  /** Splits PVE's one string on {@code ,}, {@code ;} and blanks, as Proxmox's own page does. */
  public static Tags parse(String joined) {
    return new Tags(
        Stream.of(SEPARATOR.split(joined)).filter(tag -> !tag.isEmpty()).distinct().toList());
  }

  /** Whether the tag is there, in any case. */
  public boolean contains(String tag) {
    return values.stream().anyMatch(tag::equalsIgnoreCase);
  }
}
