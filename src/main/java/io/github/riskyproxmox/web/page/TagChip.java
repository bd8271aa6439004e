package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A tag as the page shows it.
 *
 * @param name its text
 * @param color its colours
 */
public record TagChip(String name, TagColor color) {
  /** PVE's order (PVE.UIOptions.shouldSortTags): lower-cased; {@code a} before {@code A}. */
  private static final Comparator<String> ALPHABETICAL =
      Comparator.<String, String>comparing(tag -> tag.toLowerCase(Locale.ROOT))
          .thenComparing(Comparator.<String>naturalOrder().reversed());

  /** The tags in the order and colours of that style; empty if the style hides tags. */
  static List<TagChip> of(Tags tags, TagStyle style) {
    if (style.shape().equals("none")) {
      return List.of();
    }
    List<String> names = tags.values();
    if (style.alphabetical()) {
      names = names.stream().sorted(ALPHABETICAL).toList();
    }
    return names.stream()
        .map(name -> new TagChip(PlainText.line(name), TagColor.of(name, style)))
        .toList();
  }

  /** The background colour, for early.js. */
  public String background() {
    return color.background();
  }

  /** The text colour, for early.js. */
  public String text() {
    return color.text();
  }
}
