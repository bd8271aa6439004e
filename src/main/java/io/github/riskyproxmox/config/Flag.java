package io.github.riskyproxmox.config;

import java.util.Locale;
import java.util.Optional;

/** A setting that is on or off. */
public final class Flag {
  private Flag() {}

  /** Reads true, yes, on or 1 and their opposites, in any case; empty for anything else. */
  public static Optional<Boolean> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> Optional.of(true);
      case "false", "no", "off", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
