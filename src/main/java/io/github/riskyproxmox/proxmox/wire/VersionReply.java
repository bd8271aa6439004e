package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /version}.
 *
 * @param data as sent
 */
public record VersionReply(@Nullable Version data) {
  /**
   * What runs there.
   *
   * @param version such as {@code 9.2.11}
   */
  public record Version(@Nullable String version) {}
}
