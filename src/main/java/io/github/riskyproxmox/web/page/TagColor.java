package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.TagStyle;
import java.util.Optional;

/**
 * The colours of a tag as PVE's own page computes them (widget-toolkit Utils.js: stringToRGB,
 * getTextContrastClass, getTagElement; pve-api.md §8), in the same double arithmetic.
 *
 * @param background a CSS colour
 * @param text a CSS colour
 * @param lightText whether the text is lighter than the background
 */
public record TagColor(String background, String text, boolean lightText) {
  private static final double ALPHA = 0.7;
  private static final double WHITE = 255;
  private static final double BLACK_THRESHOLD = 0.022;
  private static final double BLACK_CLAMP = 1.414;

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
    boolean light = wantsLightText(rgb);
    return new TagColor(css(rgb), light ? "#fff" : "#000", light);
  }

  private static Optional<TagColor> overridden(TagStyle.Override override) {
    return parse(override.background())
        .map(
            background ->
                override
                    .text()
                    .flatMap(TagColor::parse)
                    .map(
                        text ->
                            new TagColor(
                                css(background),
                                css(text),
                                luminance(text) > luminance(background)))
                    .orElseGet(() -> contrasting(background)));
  }

  private static Optional<double[]> parse(String hex) {
    if (!hex.matches("[0-9A-Fa-f]{6}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(hex, 16);
    return Optional.of(new double[] {bits >> 16, (bits >> 8) & 255, bits & 255});
  }

  private static boolean wantsLightText(double[] rgb) {
    double luminance = luminance(rgb);
    if (luminance <= BLACK_THRESHOLD) {
      luminance += Math.pow(BLACK_THRESHOLD - luminance, BLACK_CLAMP);
    }
    double onWhite = Math.pow(luminance, 0.65) - 1;
    double onBlack = Math.pow(luminance, 0.56) - 0.046134502;
    return Math.abs(onWhite) >= Math.abs(onBlack);
  }

  private static double luminance(double[] rgb) {
    return Math.pow(rgb[0] / 255, 2.4) * 0.2126729
        + Math.pow(rgb[1] / 255, 2.4) * 0.7151522
        + Math.pow(rgb[2] / 255, 2.4) * 0.0721750;
  }

  private static String css(double[] rgb) {
    return "rgb(" + rgb[0] + ", " + rgb[1] + ", " + rgb[2] + ")";
  }
}
