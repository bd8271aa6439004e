package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes}.
 *
 * @param data as sent
 */
public record NodesReply(@Nullable List<Node> data) {
  /**
   * A node.
   *
   * @param node its name
   * @param status {@code online}, {@code offline} or {@code unknown}
   */
  public record Node(@Nullable String node, @Nullable String status) {}
}
