package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/qemu?full=1}, and {@code /lxc}: live.
 *
 * @param data as sent, in no order
 */
public record GuestsReply(@Nullable List<Guest> data) {
  /**
   * A guest.
   *
   * @param vmid its number; absent where it could not be read, as all else
   * @param name absent where it has none
   * @param status {@code running} or {@code stopped}
   * @param qmpstatus QEMU's run state; absent for a container
   * @param lock if set
   * @param tags if set
   * @param template 1 for a template
   * @param uptime seconds
   * @param cpus may be a fraction where a limit is set
   * @param maxmem bytes
   * @param cpu the share of its CPUs in use, 0 to 1; 0 where it has not been measured yet
   * @param mem bytes in use
   */
  public record Guest(
      @Nullable Integer vmid,
      @Nullable String name,
      @Nullable String status,
      @Nullable String qmpstatus,
      @Nullable String lock,
      @Nullable String tags,
      @Nullable Integer template,
      @Nullable Long uptime,
      @Nullable Double cpus,
      @Nullable Long maxmem,
      @Nullable Double cpu,
      @Nullable Long mem) {}
}
