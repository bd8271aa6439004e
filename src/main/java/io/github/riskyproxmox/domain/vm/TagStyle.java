package io.github.riskyproxmox.domain.vm;

import java.util.Map;
import java.util.Optional;

/**
 * The datacenter's {@code tag-style} (pve-api.md §2, cluster/options).
 *
 * @param shape {@code circle}, {@code full}, {@code dense} or {@code none}
 * @param alphabetical whether tags are sorted; otherwise they keep their configured order
 * @param caseSensitive whether {@code GPU} and {@code gpu} are two tags
 * @param colors overrides by exact tag
 */
public record TagStyle(
    String shape, boolean alphabetical, boolean caseSensitive, Map<String, Override> colors) {
  /** PVE's default. */
  public static final TagStyle DEFAULT = new TagStyle("circle", true, false, Map.of());

  /** Copies the map. */
  public TagStyle {
    colors = Map.copyOf(colors);
  }

  /**
   * One entry of the color-map.
   *
   * @param background RRGGBB
   * @param text RRGGBB, where the entry has a third part
   */
  public record Override(String background, Optional<String> text) {}
}
