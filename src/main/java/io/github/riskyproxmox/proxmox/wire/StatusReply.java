package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/qemu/{vmid}/status/current}, and the same of a container.
 *
 * @param data as sent
 */
public record StatusReply(@Nullable Status data) {
  /**
   * One reading.
   *
   * @param status {@code running} or {@code stopped}
   * @param qmpstatus QEMU's run state; absent for a container
   * @param lock if set
   * @param uptime seconds since its start; 0 or absent if it does not run
   * @param ha what the HA manager has to do with it
   */
  public record Status(
      @Nullable String status,
      @Nullable String qmpstatus,
      @Nullable String lock,
      @Nullable Long uptime,
      @Nullable Ha ha) {}

  /**
   * HA.
   *
   * @param managed 1 if it is
   * @param state its word for where it is, where it is managed
   */
  public record Ha(@Nullable Integer managed, @Nullable String state) {}
}
