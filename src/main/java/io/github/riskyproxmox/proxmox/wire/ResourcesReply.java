package io.github.riskyproxmox.proxmox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /cluster/resources?type=vm}: up to fourteen seconds old, and without names for nodes
 * that are silent.
 *
 * @param data as sent
 */
public record ResourcesReply(@Nullable List<Resource> data) {
  /**
   * A guest.
   *
   * @param type {@code qemu} or {@code lxc}
   * @param vmid its number
   * @param node its node
   * @param name absent where the node has not reported
   * @param lock if set
   * @param tags if set
   * @param template 1 for a template
   * @param status QEMU's run state, {@code stopped} or {@code unknown}
   * @param uptime seconds, absent where the node has not reported
   * @param maxcpu virtual CPUs
   * @param maxmem bytes
   * @param cpu the share of its CPUs in use, 0 to 1
   * @param mem bytes in use
   */
  public record Resource(
      @Nullable String type,
      @Nullable Integer vmid,
      @Nullable String node,
      @Nullable String name,
      @Nullable String lock,
      @Nullable String tags,
      @Nullable Integer template,
      @Nullable String status,
      @Nullable Long uptime,
      @Nullable Double maxcpu,
      @Nullable Long maxmem,
      @Nullable Double cpu,
      @Nullable Long mem) {}
}
