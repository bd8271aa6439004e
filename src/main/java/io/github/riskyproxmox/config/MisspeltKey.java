package io.github.riskyproxmox.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A key that looks like a setting but is none.
 *
 * @param key the key as written
 * @param meant what to write instead: the setting that was probably meant
 */
record MisspeltKey(String key, Optional<String> meant) {
  private static final String PREFIX = "PVE_";

  /** Names of other programs, whose spelling leads nowhere or to a wrong setting. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "PVE_PORT", "the port behind the host, such as PVE_HOST=pve.lan:8006",
          "PVE_HOSTNAME", "PVE_HOST",
          "PVE_URL", "PVE_HOST",
          "PVE_TOKEN_NAME", "PVE_TOKEN_ID",
          "PVE_TOKEN_VALUE", "PVE_TOKEN_SECRET",
          "PVE_SECRET", "PVE_TOKEN_SECRET",
          "PVE_VERIFY_SSL", "the opposite in PVE_INSECURE_SSL");

  // With three, PVE_TOKEN would match PVE_NODE.
  private static final int MAX_DISTANCE = 2;

  /** Checks the key; a key that resembles no setting belongs to another program. */
  static Optional<MisspeltKey> find(String key) {
    if (Settings.KEYS.contains(key)) {
      return Optional.empty();
    }
    String written = key.toUpperCase(Locale.ROOT).replace('.', '_');
    Optional<String> meant =
        Optional.ofNullable(OTHER_NAMES.get(written)).or(() -> nearest(written));
    return written.startsWith(PREFIX) || meant.isPresent()
        ? Optional.of(new MisspeltKey(key, meant))
        : Optional.empty();
  }

  private static Optional<String> nearest(String written) {
    return Settings.KEYS.stream()
        .collect(Collectors.toMap(known -> known, known -> distance(written, known)))
        .entrySet()
        .stream()
        .filter(known -> known.getValue() <= MAX_DISTANCE)
        .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  /** A sentence that says what to write instead. */
  String sentence(String place) {
    String remedy =
        meant
            .map(known -> "write " + known)
            .orElseGet(
                () ->
                    "remove it; the settings are "
                        + Settings.KEYS.stream()
                            .sorted(Comparator.naturalOrder())
                            .collect(Collectors.joining(", ")));
    return key + " in " + place + " is not a setting: " + remedy + ".";
  }

  /** The Levenshtein distance. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }
}
