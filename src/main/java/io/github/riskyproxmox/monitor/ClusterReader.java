package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads a cluster of many nodes. Each poll reads {@code cluster/resources} (the index), which is up
 * to fourteen seconds old, and lists the nodes where it changed, as far as the request budget
 * allows. For the other nodes the index is used. Not thread-safe.
 */
final class ClusterReader {
  /** Each node updates the index every ten seconds (pve-api.md §2). */
  static final Duration BROADCAST = Duration.ofSeconds(10);

  /** The index lags by 8 to 14 s (pve-api.md §2): a list younger than this is newer than it. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(15);

  /**
   * A node that runs VMs and whose rows have not counted on for this long is not alive, or its
   * broadcasts are not: two of them are missing. PVE itself drops its rows only after five minutes
   * (pve-cluster, status.c: rrd_entry_is_old).
   */
  static final Duration STALLED = Duration.ofSeconds(25);

  /** A node that did not answer is listed again after this, or when its index changes. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  /** Requests reserved for changes. Only requests beyond them list nodes in rotation. */
  private static final int RESERVE = 3;

  private final Proxmox proxmox;
  private final Supplier<Instant> times;
  private final Map<NodeName, Beat> beats = new HashMap<>();
  private final Map<NodeName, Instant> askedAt = new HashMap<>();
  private final Map<NodeName, Instant> listedAt = new HashMap<>();
  private final Map<NodeName, String> failedNodes = new HashMap<>();
  private final Set<NodeName> changedNodes = new LinkedHashSet<>();
  private Map<VmId, Vm> index = Map.of();

  /**
   * The last broadcast of a node with running VMs.
   *
   * @param uptimes of all its VMs together: each broadcast counts on
   * @param at when the index showed it first
   */
  private record Beat(Duration uptimes, Instant at) {}

  ClusterReader(Proxmox proxmox, Supplier<Instant> times) {
    this.proxmox = proxmox;
    this.times = times;
  }

  /**
   * Polls once.
   *
   * @param last the last known inventory
   * @param launchNode the launch's node, which is always listed
   * @param affordable how many requests the budget allows
   * @param extra how many requests the caller made for this poll
   * @throws PveException if the index could not be read, or the token is refused
   */
  InventoryReader.Result poll(
      Inventory last, Optional<InventoryReader.LaunchNode> launchNode, int affordable, int extra) {
    Instant now = times.get();
    Inventory current = proxmox.index();
    findChangedNodes(current, last, now);
    findStalledNodes(current, now);
    int left = Math.max(0, affordable - 1 - extra);
    Map<NodeName, List<Vm>> listed = new HashMap<>();
    List<NodeName> chosen = nodesToList(current, launchNode, left, now);
    chosen.forEach(node -> list(node, listed));
    failedNodes.keySet().retainAll(nodes(current));
    Map<NodeName, String> silent = new HashMap<>(failedNodes);
    silent.putAll(current.silentNodes());
    Map<VmId, Vm> vms = new HashMap<>();
    current.vms().stream()
        .filter(vm -> !listed.containsKey(vm.node()))
        .map(vm -> silent.containsKey(vm.node()) ? unknown(vm) : newest(vm, last, now))
        .forEach(vm -> vms.put(vm.id(), vm));
    listed.values().forEach(list -> list.forEach(vm -> vms.put(vm.id(), vm)));
    return new InventoryReader.Result(
        new Inventory(new ArrayList<>(vms.values()), silent, current.tagStyle()),
        readTimes(current, silent.keySet(), now),
        1 + extra + chosen.size());
  }

  /** Finds nodes to list: their index changed, or it differs from the last known inventory. */
  private void findChangedNodes(Inventory current, Inventory last, Instant now) {
    Map<VmId, Vm> known = byId(last);
    for (Vm vm : current.vms()) {
      Optional<Vm> before = Optional.ofNullable(index.get(vm.id()));
      boolean changed = before.filter(old -> Snapshots.same(old, vm)).isEmpty();
      boolean differs =
          Optional.ofNullable(known.get(vm.id())).filter(old -> isLike(old, vm)).isEmpty();
      boolean outdated =
          differs && !isRecent(vm.node(), now) && !failedNodes.containsKey(vm.node());
      if (!index.isEmpty() && (changed || outdated)) {
        changedNodes.add(vm.node());
        before.map(Vm::node).ifPresent(changedNodes::add);
      }
    }
    index = byId(current);
  }

  /** Finds nodes to list because their broadcasts have stopped. */
  private void findStalledNodes(Inventory current, Instant now) {
    Map<NodeName, Duration> uptimes =
        current.vms().stream()
            .filter(vm -> !vm.uptime().isZero())
            .collect(Collectors.toMap(Vm::node, Vm::uptime, Duration::plus));
    beats.keySet().retainAll(uptimes.keySet());
    uptimes.forEach(
        (node, all) -> {
          if (!all.equals(Optional.ofNullable(beats.get(node)).map(Beat::uptimes).orElse(null))) {
            beats.put(node, new Beat(all, now));
          } else if (isStalled(node, now)
              && !isRecent(node, now)
              && !failedNodes.containsKey(node)) {
            changedNodes.add(node);
          }
        });
    changedNodes.retainAll(nodes(current));
    changedNodes.removeAll(current.silentNodes().keySet());
  }

  private boolean isStalled(NodeName node, Instant now) {
    return Optional.ofNullable(beats.get(node))
        .filter(beat -> beat.at().plus(STALLED).isBefore(now))
        .isPresent();
  }

  private static boolean isLike(Vm known, Vm indexed) {
    return known.ref().equals(indexed.ref())
        && known.power() == indexed.power()
        && known.lock().equals(indexed.lock())
        && known.tags().equals(indexed.tags());
  }

  /** The launch's node, changed nodes as far as the budget allows, and one node in rotation. */
  private List<NodeName> nodesToList(
      Inventory current, Optional<InventoryReader.LaunchNode> launchNode, int left, Instant now) {
    Set<NodeName> chosen = new LinkedHashSet<>();
    Set<NodeName> present = nodes(current);
    present.removeAll(current.silentNodes().keySet());
    launchNode
        .map(InventoryReader.LaunchNode::node)
        .filter(present::contains)
        .ifPresent(chosen::add);
    Comparator<NodeName> longestAgo =
        Comparator.comparing(node -> askedAt.getOrDefault(node, Instant.MIN));
    changedNodes.stream()
        .sorted(longestAgo)
        .limit(Math.max(0, left - chosen.size()))
        .forEach(chosen::add);
    if (launchNode.isEmpty() && left - chosen.size() >= RESERVE) {
      present.stream()
          .filter(node -> !chosen.contains(node))
          .filter(
              node ->
                  !failedNodes.containsKey(node)
                      || !now.isBefore(askedAt.getOrDefault(node, now).plus(RETRY)))
          .min(longestAgo)
          .ifPresent(chosen::add);
    }
    return List.copyOf(chosen);
  }

  private void list(NodeName node, Map<NodeName, List<Vm>> listed) {
    Instant now = times.get();
    askedAt.put(node, now);
    try {
      listed.put(node, proxmox.guests(node));
      listedAt.put(node, now);
      failedNodes.remove(node);
    } catch (PveException failed) {
      if (failed instanceof PveRefused no && no.reason() != PveRefused.Reason.HANDLER) {
        throw failed;
      }
      failedNodes.put(node, String.valueOf(failed.getMessage()));
    }
    changedNodes.remove(node);
  }

  /** A recent list is newer than the index. */
  private Vm newest(Vm indexed, Inventory last, Instant now) {
    return isRecent(indexed.node(), now)
        ? last.find(indexed.id()).filter(vm -> vm.node().equals(indexed.node())).orElse(indexed)
        : indexed;
  }

  private boolean isRecent(NodeName node, Instant now) {
    return Optional.ofNullable(listedAt.get(node))
        .filter(at -> at.plus(LONGEST_LAG).isAfter(now))
        .isPresent();
  }

  private static Vm unknown(Vm vm) {
    return vm.in(PowerState.UNKNOWN, vm.lock());
  }

  private Map<NodeName, Instant> readTimes(Inventory current, Set<NodeName> silent, Instant now) {
    Map<NodeName, Instant> readTimes = new HashMap<>();
    for (NodeName node : nodes(current)) {
      Instant listed = listedAt.getOrDefault(node, Instant.MIN);
      Instant broadcast = (isStalled(node, now) ? beats.get(node).at() : now).minus(BROADCAST);
      Instant known = listed.isAfter(broadcast) ? listed : broadcast;
      readTimes.put(node, silent.contains(node) ? now : known);
    }
    return readTimes;
  }

  private static Set<NodeName> nodes(Inventory current) {
    return current.vms().stream()
        .map(Vm::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<VmId, Vm> byId(Inventory inventory) {
    return inventory.vms().stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }
}
