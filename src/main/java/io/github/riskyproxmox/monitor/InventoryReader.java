package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads as little as keeps the picture right. With few nodes that is nearly always one node's list
 * in turn; at first, once a minute, whenever a list could not be read and whenever a VM is gone
 * from its list, an overview of all nodes. While a launch is under way Proxmox is asked for that,
 * so its node's list is all that is read, and the minute's overview waits. With more nodes than can
 * be listed in time {@link ClusterReader} reads. Used by one thread at a time.
 */
final class InventoryReader {
  static final Duration OVERVIEW_PERIOD = Duration.ofMinutes(1);

  /** So many are listed in turn within fifteen seconds. */
  static final int FEW_NODES = 3;

  /** What an overview asks besides the nodes' lists: which nodes there are, and the tag style. */
  private static final int BESIDES = 2;

  private final Proxmox proxmox;
  private final Supplier<Instant> moments;
  private final ClusterReader cluster;
  private final Map<NodeName, Instant> listedAt = new HashMap<>();
  private Optional<Instant> overviewAt = Optional.empty();
  private boolean many;

  /**
   * A reader.
   *
   * @param moments dates readings: see {@link EventOrder}
   */
  InventoryReader(Proxmox proxmox, Supplier<Instant> moments) {
    this.proxmox = proxmox;
    this.moments = moments;
    this.cluster = new ClusterReader(proxmox, moments);
  }

  /**
   * What a look found and cost.
   *
   * @param inventory all VMs, those not looked at as last known; without notes
   * @param began for each node when the reading began that its VMs are known by
   * @param requests about how many requests it took
   */
  record Look(Inventory inventory, Map<NodeName, Instant> began, int requests) {}

  /**
   * Which node is most worth a look.
   *
   * @param node that of the launch
   * @param underWay whether it is under way, and its node the only one to be asked
   */
  record Urgent(NodeName node, boolean underWay) {}

  /**
   * Looks once.
   *
   * @param last as last known
   * @param began when the readings began that it is known by
   * @param urgent the node most worth a look, if one is
   * @param affordable how many requests are paid for
   * @throws PveException if nothing could be read; the next look begins anew
   */
  Look look(Inventory last, Map<NodeName, Instant> began, Optional<Urgent> urgent, int affordable) {
    Instant now = moments.get();
    boolean alone = urgent.filter(Urgent::underWay).isPresent();
    boolean due = overviewAt.map(at -> !now.isBefore(at.plus(OVERVIEW_PERIOD))).orElse(true);
    boolean overview = last.vms().isEmpty() || (due && !alone);
    if (overview) {
      overviewAt = Optional.empty();
      many = proxmox.nodes().size() > FEW_NODES;
    }
    if (many) {
      overviewAt = overview ? Optional.of(now) : overviewAt;
      return cluster.look(last, urgent, affordable, overview ? BESIDES : 0);
    }
    return overview ? overview() : list(last, began, urgent.map(Urgent::node));
  }

  private Look overview() {
    overviewAt = Optional.empty();
    Instant now = moments.get();
    Inventory inventory = proxmox.inventory();
    overviewAt = Optional.of(now);
    Map<NodeName, Instant> began = new HashMap<>();
    inventory.vms().forEach(vm -> began.put(vm.node(), now));
    inventory.silentNodes().keySet().forEach(node -> began.put(node, now));
    return new Look(inventory, began, BESIDES + nodes(inventory));
  }

  private Look list(Inventory last, Map<NodeName, Instant> began, Optional<NodeName> urgent) {
    Optional<NodeName> node =
        urgent
            .filter(name -> !last.silentNodes().containsKey(name))
            .or(() -> leastRecentlyListed(last));
    if (node.isEmpty()) {
      return overview();
    }
    try {
      Instant now = moments.get();
      List<Vm> guests = proxmox.guests(node.get());
      listedAt.put(node.get(), now);
      if (isMissingFrom(guests, node.get(), last)) {
        // Removed, or moved to a node that nobody would list until the next overview.
        return overview();
      }
      Stream<Vm> others = last.vms().stream().filter(vm -> !vm.node().equals(node.get()));
      // A VM that moved here meanwhile is still among the others.
      Map<Integer, Vm> byId = new HashMap<>();
      Stream.concat(others, guests.stream()).forEach(vm -> byId.put(vm.id().value(), vm));
      Map<NodeName, Instant> times = new HashMap<>(began);
      times.put(node.get(), now);
      return new Look(with(last, List.copyOf(byId.values())), times, 1);
    } catch (PveException failed) {
      // One node may be down, or all of Proxmox: only an overview tells.
      return overview();
    }
  }

  private static boolean isMissingFrom(List<Vm> guests, NodeName node, Inventory last) {
    Set<VmId> listed = guests.stream().map(Vm::id).collect(Collectors.toSet());
    return last.vms().stream().anyMatch(vm -> vm.node().equals(node) && !listed.contains(vm.id()));
  }

  private Optional<NodeName> leastRecentlyListed(Inventory last) {
    return last.vms().stream()
        .map(Vm::node)
        .distinct()
        .filter(node -> !last.silentNodes().containsKey(node))
        .min(Comparator.comparing(node -> listedAt.getOrDefault(node, Instant.EPOCH)));
  }

  private static int nodes(Inventory inventory) {
    return Math.max(1, (int) inventory.vms().stream().map(Vm::node).distinct().count());
  }

  private static Inventory with(Inventory inventory, List<Vm> vms) {
    return new Inventory(vms, inventory.silentNodes(), inventory.tagStyle());
  }
}
