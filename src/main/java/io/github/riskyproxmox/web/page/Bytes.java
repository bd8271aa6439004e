package io.github.riskyproxmox.web.page;

import java.util.Locale;

/** Sizes as text. */
final class Bytes {
  private static final long GIB = 1L << 30;

  private Bytes() {}

  /** {@code 8 GiB}, {@code 1.5 GiB}, {@code 512 MiB}. */
  static String text(long bytes) {
    if (bytes % GIB == 0) {
      return bytes / GIB + " GiB";
    }
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
        : Math.max(1, bytes >> 20) + " MiB";
  }

  /** The same as a part of a whole, without its unit where that is the same: {@code 28.3}. */
  static String part(long bytes, long whole) {
    String text = text(bytes);
    String unit = text.substring(text.indexOf(' '));
    return text(whole).endsWith(unit) ? text.substring(0, text.indexOf(' ')) : text;
  }
}
