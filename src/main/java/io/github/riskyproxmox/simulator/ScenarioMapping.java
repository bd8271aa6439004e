package io.github.riskyproxmox.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource mapping of the cluster (pve-api.md §10).
 *
 * @param type {@code pci} or {@code usb}
 * @param id its name
 * @param map its entries as PVE writes them: {@code node=pve,path=0000:01:00.0,id=10de:2684}
 */
public record ScenarioMapping(String type, String id, List<String> map) {
  /** Copies the list. */
  public ScenarioMapping {
    map = List.copyOf(map);
  }

  /** What stands behind {@code path=} in the entries of that node, in their order. */
  List<String> paths(String node) {
    return map.stream()
        .map(ScenarioMapping::parts)
        .filter(entry -> node.equals(entry.get("node")))
        .map(entry -> entry.getOrDefault("path", ""))
        .toList();
  }

  private static Map<String, String> parts(String entry) {
    Map<String, String> parts = new HashMap<>();
    for (String part : entry.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }
}
