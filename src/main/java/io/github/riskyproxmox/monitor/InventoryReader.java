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
 * Reads the inventory with few requests. With up to three nodes a poll lists one node in rotation.
 * It reads an overview of all nodes at first, once a minute, when a list could not be read, and
 * when a VM is missing from its list. While a launch is under way it lists only the launch's node,
 * because the launch needs the requests. With more nodes {@link ClusterReader} reads. Not
 * thread-safe.
 */
final class InventoryReader {
  static final Duration OVERVIEW_PERIOD = Duration.ofMinutes(1);

  /** With more nodes, rotation would take longer than fifteen seconds. */
  static final int FEW_NODES = 3;

  /** Requests of an overview besides the lists of the nodes: the node list and the tag style. */
  private static final int OVERVIEW_EXTRA = 2;

  private final Proxmox proxmox;
  private final Supplier<Instant> times;
  private final ClusterReader cluster;
  private final Map<NodeName, Instant> listedAt = new HashMap<>();
  private Optional<Instant> overviewAt = Optional.empty();
  private boolean many;

  /**
   * Creates a reader.
   *
   * @param times gives each read its time: see {@link EventOrder}
   */
  InventoryReader(Proxmox proxmox, Supplier<Instant> times) {
    this.proxmox = proxmox;
    this.times = times;
    this.cluster = new ClusterReader(proxmox, times);
  }

  /**
   * The result of a poll.
   *
   * @param inventory all VMs, without notes; those of nodes that were not read as last known
   * @param readTimes for each node when the read began that its VMs come from
   * @param requests about how many requests the poll made
   */
  record Result(Inventory inventory, Map<NodeName, Instant> readTimes, int requests) {}

  /**
   * The node of a launch, which is read first.
   *
   * @param node the node of the target
   * @param underWay whether the launch is under way; then no other node is read
   */
  record LaunchNode(NodeName node, boolean underWay) {}

  /**
   * Polls once.
   *
   * @param last the last known inventory
   * @param readTimes its read times
   * @param launchNode the node of a launch that is under way or just ended
   * @param affordable how many requests the budget allows
   * @throws PveException if nothing could be read; the next poll then reads an overview
   */
  Result poll(
      Inventory last,
      Map<NodeName, Instant> readTimes,
      Optional<LaunchNode> launchNode,
      int affordable) {
    Instant now = times.get();
    boolean launching = launchNode.filter(LaunchNode::underWay).isPresent();
    boolean due = overviewAt.map(at -> !now.isBefore(at.plus(OVERVIEW_PERIOD))).orElse(true);
    boolean overview = last.vms().isEmpty() || (due && !launching);
    if (overview) {
      overviewAt = Optional.empty();
      many = proxmox.nodes().size() > FEW_NODES;
    }
    if (many) {
      overviewAt = overview ? Optional.of(now) : overviewAt;
      return cluster.poll(last, launchNode, affordable, overview ? OVERVIEW_EXTRA : 0);
    }
    return overview ? overview() : list(last, readTimes, launchNode.map(LaunchNode::node));
  }

  private Result overview() {
    overviewAt = Optional.empty();
    Instant now = times.get();
    Inventory inventory = proxmox.inventory();
    overviewAt = Optional.of(now);
    Map<NodeName, Instant> readTimes = new HashMap<>();
    inventory.vms().forEach(vm -> readTimes.put(vm.node(), now));
    inventory.silentNodes().keySet().forEach(node -> readTimes.put(node, now));
    return new Result(inventory, readTimes, OVERVIEW_EXTRA + nodes(inventory));
  }

  private Result list(
      Inventory last, Map<NodeName, Instant> readTimes, Optional<NodeName> launchNode) {
    Optional<NodeName> node =
        launchNode
            .filter(name -> !last.silentNodes().containsKey(name))
            .or(() -> leastRecentlyListed(last));
    if (node.isEmpty()) {
      return overview();
    }
    try {
      Instant now = times.get();
      List<Vm> guests = proxmox.guests(node.get());
      listedAt.put(node.get(), now);
      if (isMissingFrom(guests, node.get(), last)) {
        // Removed, or moved to a node that rotation might not list soon.
        return overview();
      }
      Stream<Vm> others = last.vms().stream().filter(vm -> !vm.node().equals(node.get()));
      // A VM that moved here is still among the others; the new entry replaces it.
      Map<Integer, Vm> byId = new HashMap<>();
      Stream.concat(others, guests.stream()).forEach(vm -> byId.put(vm.id().value(), vm));
      Map<NodeName, Instant> updated = new HashMap<>(readTimes);
      updated.put(node.get(), now);
      return new Result(with(last, List.copyOf(byId.values())), updated, 1);
    } catch (PveException failed) {
      // The node may be down, or all of Proxmox: only an overview shows which.
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
