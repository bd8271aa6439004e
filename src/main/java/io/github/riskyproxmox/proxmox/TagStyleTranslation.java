package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.proxmox.wire.OptionsReply.Style;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates the datacenter's {@code tag-style}. */
final class TagStyleTranslation {
  // pve-guest-common / pve-cluster, PVE/DataCenterConfig.pm: tag:RRGGBB[:RRGGBB].
  private static final Pattern COLOR =
      Pattern.compile("([^:;]+):([0-9A-Fa-f]{6})(?::([0-9A-Fa-f]{6}))?");

  private static final Set<String> SHAPES = Set.of("circle", "full", "dense", "none");

  private TagStyleTranslation() {}

  static TagStyle style(@Nullable Style style) {
    if (style == null) {
      return TagStyle.DEFAULT;
    }
    return new TagStyle(
        Optional.ofNullable(style.shape())
            .filter(SHAPES::contains)
            .orElse(TagStyle.DEFAULT.shape()),
        !"config".equals(style.ordering()),
        style.caseSensitive() != null && style.caseSensitive() != 0,
        colors(Optional.ofNullable(style.colorMap()).orElse("")));
  }

  private static Map<String, TagStyle.Override> colors(String map) {
    Map<String, TagStyle.Override> colors = new HashMap<>();
    for (String entry : map.split(";", -1)) {
      Matcher color = COLOR.matcher(entry.strip());
      if (color.matches()) {
        colors.put(
            color.group(1),
            new TagStyle.Override(color.group(2), Optional.ofNullable(color.group(3))));
      }
    }
    return colors;
  }
}
