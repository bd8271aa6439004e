package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/tasks/{upid}/log}.
 *
 * @param data as sent, in order
 */
public record TaskLogReply(@Nullable List<Line> data) {
  /**
   * A line.
   *
   * @param t its text
   */
  public record Line(@Nullable String t) {}
}
