package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/tasks/{upid}/status}.
 *
 * @param data as sent
 */
public record TaskStatusReply(@Nullable TaskStatus data) {
  /**
   * One reading.
   *
   * @param status {@code running} or {@code stopped}
   * @param exitstatus only when stopped
   */
  public record TaskStatus(@Nullable String status, @Nullable String exitstatus) {}
}
