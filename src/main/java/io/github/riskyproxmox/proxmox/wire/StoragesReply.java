package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/storage}.
 *
 * @param data as sent
 */
public record StoragesReply(@Nullable List<Entry> data) {
  /**
   * A storage.
   *
   * @param storage its id
   * @param enabled 0 if it is disabled, or not for that node
   * @param active 0 if it is missing now
   */
  public record Entry(
      @Nullable String storage, @Nullable Integer enabled, @Nullable Integer active) {}
}
