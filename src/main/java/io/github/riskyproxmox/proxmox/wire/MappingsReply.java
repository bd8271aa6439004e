package io.github.riskyproxmox.proxmox.wire;

import java.util.List;

/**
 * {@code GET /cluster/mapping/pci} and {@code /usb} (pve-api.md §10).
 *
 * @param data as sent; what the token may not read is not there
 */
public record MappingsReply(List<Mapping> data) {
  /**
   * One mapping.
   *
   * @param id its name
   * @param map its entries, one property string each: {@code node=pve,path=0000:01:00.0,id=...}
   */
  public record Mapping(String id, List<String> map) {}
}
