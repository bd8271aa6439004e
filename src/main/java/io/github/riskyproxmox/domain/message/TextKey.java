package io.github.riskyproxmox.domain.message;

import java.util.List;
import java.util.Locale;

/** A kind of message. The resource bundle has its text under {@link #id}. */
public interface TextKey {
  /** The enum constant's name. */
  String name();

  /** The names of its arguments, in the order in which {@link Message#of} takes them. */
  List<String> arguments();

  /** Its key in the resource bundle. */
  default String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
