package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/tasks} (pve-manager, PVE/API2/Tasks.pm).
 *
 * @param data as sent: those under way first, then the others from the newest
 */
public record TasksReply(@Nullable List<Entry> data) {
  /**
   * A task.
   *
   * @param upid its identity
   * @param endtime absent while it runs
   * @param status {@code RUNNING}, or how it ended
   */
  public record Entry(@Nullable String upid, @Nullable Long endtime, @Nullable String status) {}
}
