package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Each node that is up broadcasts the state of its guests every ten seconds (pvestatd). */
final class Broadcasts {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private final SimCluster cluster;

  Broadcasts(SimCluster cluster) {
    this.cluster = cluster;
  }

  /** Broadcasts now and every ten seconds from now on. */
  void begin() {
    Instant now = cluster.clock().now();
    Map<String, Map<Integer, SimNode.Broadcast>> byNode = new HashMap<>();
    for (SimVm vm : cluster.vms()) {
      byNode
          .computeIfAbsent(vm.node(), name -> new HashMap<>())
          .put(
              vm.vmid(),
              new SimNode.Broadcast(vm.name(), vm.qmpStatus(), vm.isTemplate(), vm.uptime(now)));
    }
    for (SimNode node : cluster.nodes()) {
      if (node.failure().isEmpty()) {
        node.broadcast(byNode.getOrDefault(node.name(), Map.of()));
      }
    }
    cluster.after(EVERY, this::begin);
  }
}
