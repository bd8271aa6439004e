package io.github.riskyproxmox.simulator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The schema of a parameter (pve-common JSONSchema.pm).
 *
 * @param type its type
 * @param required whether it is mandatory
 * @param minimum of an integer
 * @param choices the only values, if not empty
 * @param sinceMinor the minor version of PVE 8 that introduced it; 0 for always
 */
record Parameter(
    Type type, boolean required, OptionalLong minimum, List<String> choices, int sinceMinor) {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern VMID = Pattern.compile("[1-9][0-9]{2,8}");
  private static final Pattern NODE = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?");

  /** The type of a value. */
  enum Type {
    /** Any text. */
    TEXT("string"),
    /** Digits with an optional sign. */
    INTEGER("integer"),
    /** 0 or 1. */
    FLAG("boolean"),
    /** A guest's number. */
    VMID("integer"),
    /** A node's name. */
    NODE("string");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  static Parameter of(Type type) {
    return new Parameter(type, false, OptionalLong.empty(), List.of(), 0);
  }

  static Parameter text() {
    return of(Type.TEXT);
  }

  static Parameter flag() {
    return of(Type.FLAG);
  }

  static Parameter count() {
    return new Parameter(Type.INTEGER, false, OptionalLong.of(0), List.of(), 0);
  }

  static Parameter oneOf(String... choices) {
    return new Parameter(Type.TEXT, false, OptionalLong.empty(), List.of(choices), 0);
  }

  Parameter sinceEight(int minor) {
    return new Parameter(type, required, minimum, choices, minor);
  }

  Parameter mandatory() {
    return new Parameter(type, true, minimum, choices, sinceMinor);
  }

  boolean isKnownTo(SimScenario scenario) {
    return sinceMinor == 0 || scenario.isAtLeast(8, sinceMinor);
  }

  /** PVE's message if the value is invalid. */
  Optional<String> problem(String value) {
    if (!isOfType(value)) {
      return Optional.of("type check ('" + type.word + "') failed - got '" + value + "'");
    }
    if (type == Type.VMID && !VMID.matcher(value).matches()) {
      return Optional.of("invalid format - value does not look like a valid VM ID\n");
    }
    if (type == Type.NODE && !NODE.matcher(value).matches()) {
      return Optional.of("invalid format - value does not look like a valid node name\n");
    }
    if (minimum.isPresent() && Long.parseLong(value) < minimum.getAsLong()) {
      return Optional.of("value must have a minimum value of " + minimum.getAsLong());
    }
    if (!choices.isEmpty() && !choices.contains(value)) {
      return Optional.of(
          "value '"
              + value
              + "' does not have a value in the enumeration '"
              + String.join(", ", choices)
              + "'");
    }
    return Optional.empty();
  }

  private boolean isOfType(String value) {
    return switch (type) {
      case TEXT, NODE -> true;
      case FLAG -> value.equals("0") || value.equals("1");
      case INTEGER, VMID -> INTEGER.matcher(value).matches();
    };
  }
}
