package io.github.riskyproxmox.proxmox.wire;

import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /cluster/options}.
 *
 * @param data as sent
 */
public record OptionsReply(@Nullable Options data) {
  /**
   * The datacenter's options.
   *
   * @param tagStyle absent when unset
   */
  public record Options(@JsonbProperty("tag-style") @Nullable Style tagStyle) {}

  /**
   * How tags are drawn.
   *
   * @param shape {@code circle}, {@code full}, {@code dense} or {@code none}
   * @param ordering {@code config} or {@code alphabetical}
   * @param caseSensitive 1 if it is
   * @param colorMap {@code tag:RRGGBB[:RRGGBB text];...}
   */
  public record Style(
      @Nullable String shape,
      @Nullable String ordering,
      @JsonbProperty("case-sensitive") @Nullable Integer caseSensitive,
      @JsonbProperty("color-map") @Nullable String colorMap) {}
}
