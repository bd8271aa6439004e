package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A tag as drawn.
 *
 * @param name its text
 * @param color its colours
 */
public record TagChip(String name, TagColor color) {
  /** PVE's order (PVE.UIOptions.shouldSortTags): lower-cased; {@code a} before {@code A}. */
  private static final Comparator<String> ALPHABETICAL =
      Comparator.<String, String>comparing(tag -> tag.toLowerCase(Locale.ROOT))
          .thenComparing(Comparator.<String>naturalOrder().reversed());

  /** These tags in that style's order and colours; none where the style hides tags. */
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

  /** What makes the background, for the page's script. */
  public String background() {
    return color.background();
  }

  /** The text's colour, for the page's script. */
  public String text() {
    return color.text();
  }

  /** Whether the text is lighter than what it stands on. */
  public boolean light() {
    return color.lightText();
  }
}
