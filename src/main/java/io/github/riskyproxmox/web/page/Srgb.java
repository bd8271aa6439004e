package io.github.riskyproxmox.web.page;

import java.util.Optional;
import java.util.regex.Pattern;

/** Calculations with sRGB colours, whose parts are 0 to 255. */
final class Srgb {
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{6}");

  /** Below this chroma the hue of a colour is not visible. */
  private static final double GREY = 0.02;

  private Srgb() {}

  /** Red, green and blue of {@code RRGGBB}; empty for any other text. */
  static Optional<double[]> parse(String hex) {
    if (!HEX.matcher(hex).matches()) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(hex, 16);
    return Optional.of(new double[] {bits >> 16, (bits >> 8) & 255, bits & 255});
  }

  /** The linear light of one part, 0 to 1 (WCAG 2, relative luminance). */
  static double linear(double part) {
    double share = part / 255;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /** The hue in OKLCH in degrees, 0 to 360 (CSS Color 4, oklch()); empty for a grey. */
  static Optional<Double> hue(double[] rgb) {
    double red = linear(rgb[0]);
    double green = linear(rgb[1]);
    double blue = linear(rgb[2]);
    double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    double b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
    if (Math.hypot(a, b) < GREY) {
      return Optional.empty();
    }
    double degrees = Math.toDegrees(Math.atan2(b, a));
    return Optional.of(degrees < 0 ? degrees + 360 : degrees);
  }
}
