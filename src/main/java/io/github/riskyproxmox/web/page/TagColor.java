package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.TagStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * The colours of a tag. The background is the one that PVE's own page computes (widget-toolkit
 * Utils.js: stringToRGB, getTagElement; pve-api.md §8), in the same double arithmetic. The text is
 * black or white, whichever contrasts more by WCAG 2: at least 4.58:1. PVE's own choice of text
 * falls below 4.5:1 for some tags, so it is not used, and the text colour of the color-map only if
 * it reaches 4.5:1.
 *
 * @param background a CSS colour
 * @param text a CSS colour
 */
public record TagColor(String background, String text) {
  private static final double ALPHA = 0.7;
  private static final double WHITE = 255;

  /** The least contrast that WCAG 2.1 demands of text (1.4.3, level AA). */
  static final double LEAST_CONTRAST = 4.5;

  private static final double[] BLACK_RGB = {0, 0, 0};
  private static final double[] WHITE_RGB = {WHITE, WHITE, WHITE};

  /** The colours of a tag in that style; the color-map is case-sensitive. */
  public static TagColor of(String tag, TagStyle style) {
    return Optional.ofNullable(style.colors().get(tag))
        .flatMap(TagColor::overridden)
        .orElseGet(() -> automatic(tag));
  }

  /** Red, green and blue, 0 to 255 with fractions, from the tag's UTF-16 units. */
  static double[] rgb(String tag) {
    int hash = 0;
    for (char unit : (tag + "prox").toCharArray()) {
      hash = unit + ((hash << 5) - hash);
    }
    return new double[] {brightened(hash), brightened(hash >> 8), brightened(hash >> 16)};
  }

  private static double brightened(int bits) {
    return (bits & 255) * ALPHA + WHITE * (1 - ALPHA);
  }

  private static TagColor automatic(String tag) {
    return contrasting(rgb(tag));
  }

  private static TagColor contrasting(double[] rgb) {
    boolean light = contrast(WHITE_RGB, rgb) > contrast(BLACK_RGB, rgb);
    return new TagColor(css(rgb), light ? "#fff" : "#000");
  }

  private static Optional<TagColor> overridden(TagStyle.Override override) {
    return Srgb.parse(override.background())
        .map(
            background ->
                override
                    .text()
                    .flatMap(Srgb::parse)
                    .filter(text -> contrast(text, background) >= LEAST_CONTRAST)
                    .map(text -> new TagColor(css(background), css(text)))
                    .orElseGet(() -> contrasting(background)));
  }

  /** The contrast of two colours by WCAG 2, 1 to 21. */
  static double contrast(double[] one, double[] other) {
    double first = luminance(one) + 0.05;
    double second = luminance(other) + 0.05;
    return Math.max(first, second) / Math.min(first, second);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * Srgb.linear(rgb[0])
        + 0.7152 * Srgb.linear(rgb[1])
        + 0.0722 * Srgb.linear(rgb[2]);
  }

  /** In whole numbers, as a browser rounds them. */
  private static String css(double[] rgb) {
    return String.format(
        Locale.ROOT, "#%02x%02x%02x", Math.round(rgb[0]), Math.round(rgb[1]), Math.round(rgb[2]));
  }
}
