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
 * Reads a cluster of many nodes: its index each time, which tells what changed up to fourteen
 * seconds late, and the lists of the nodes where something changed, as far as requests are paid
 * for. Where they are not, the index's own word is taken. Used by one thread at a time.
 */
final class ClusterReader {
  /** Each node tells the index about its guests every ten seconds (pve-api.md §2). */
  static final Duration BROADCAST = Duration.ofSeconds(10);

  /** Lags of 8 to 14 s were seen (pve-api.md §2): what was listed longer ago is no newer. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(15);

  /** A node that does not answer is asked again after that, or when the index says otherwise. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  /** So many requests are kept for changes; what is left over lists one node after the other. */
  private static final int RESERVE = 3;

  private final Proxmox proxmox;
  private final Supplier<Instant> moments;
  private final Map<NodeName, Instant> askedAt = new HashMap<>();
  private final Map<NodeName, Instant> listedAt = new HashMap<>();
  private final Map<NodeName, String> unheard = new HashMap<>();
  private final Set<NodeName> wanted = new LinkedHashSet<>();
  private Map<VmId, Vm> index = Map.of();

  ClusterReader(Proxmox proxmox, Supplier<Instant> moments) {
    this.proxmox = proxmox;
    this.moments = moments;
  }

  /**
   * Looks once.
   *
   * @param last as last known
   * @param urgent the launch's node, which is listed in any case
   * @param affordable how many requests are paid for
   * @param besides how many requests the index takes beyond the first
   * @throws PveException if the index could not be read, or the token is refused
   */
  InventoryReader.Look look(
      Inventory last, Optional<InventoryReader.Urgent> urgent, int affordable, int besides) {
    Instant now = moments.get();
    Inventory told = proxmox.index();
    compare(told, last, now);
    int left = Math.max(0, affordable - 1 - besides);
    Map<NodeName, List<Vm>> listed = new HashMap<>();
    List<NodeName> choice = choose(told, urgent, left, now);
    choice.forEach(node -> list(node, listed));
    unheard.keySet().retainAll(nodes(told));
    Map<NodeName, String> silent = new HashMap<>(unheard);
    silent.putAll(told.silentNodes());
    Map<VmId, Vm> vms = new HashMap<>();
    told.vms().stream()
        .filter(vm -> !listed.containsKey(vm.node()))
        .map(vm -> silent.containsKey(vm.node()) ? unknown(vm) : best(vm, last, now))
        .forEach(vm -> vms.put(vm.id(), vm));
    listed.values().forEach(list -> list.forEach(vm -> vms.put(vm.id(), vm)));
    return new InventoryReader.Look(
        new Inventory(new ArrayList<>(vms.values()), silent, told.tagStyle()),
        began(told, silent.keySet(), now),
        1 + besides + choice.size());
  }

  /** Finds the nodes that are worth a list: something changed there, or is said otherwise. */
  private void compare(Inventory told, Inventory last, Instant now) {
    Map<VmId, Vm> known = byId(last);
    for (Vm vm : told.vms()) {
      Optional<Vm> before = Optional.ofNullable(index.get(vm.id()));
      boolean changed = before.filter(old -> Snapshots.same(old, vm)).isEmpty();
      boolean otherwise =
          Optional.ofNullable(known.get(vm.id())).filter(old -> isLike(old, vm)).isEmpty();
      boolean doubtful = otherwise && !isYoung(vm.node(), now) && !unheard.containsKey(vm.node());
      if (!index.isEmpty() && (changed || doubtful)) {
        wanted.add(vm.node());
        before.map(Vm::node).ifPresent(wanted::add);
      }
    }
    index = byId(told);
    wanted.retainAll(nodes(told));
    wanted.removeAll(told.silentNodes().keySet());
  }

  private static boolean isLike(Vm known, Vm told) {
    return known.ref().equals(told.ref())
        && known.power() == told.power()
        && known.lock().equals(told.lock())
        && known.tags().equals(told.tags());
  }

  private List<NodeName> choose(
      Inventory told, Optional<InventoryReader.Urgent> urgent, int left, Instant now) {
    Set<NodeName> choice = new LinkedHashSet<>();
    Set<NodeName> present = nodes(told);
    present.removeAll(told.silentNodes().keySet());
    urgent.map(InventoryReader.Urgent::node).filter(present::contains).ifPresent(choice::add);
    Comparator<NodeName> longestAgo =
        Comparator.comparing(node -> askedAt.getOrDefault(node, Instant.MIN));
    wanted.stream()
        .sorted(longestAgo)
        .limit(Math.max(0, left - choice.size()))
        .forEach(choice::add);
    if (urgent.isEmpty() && left - choice.size() >= RESERVE) {
      present.stream()
          .filter(node -> !choice.contains(node))
          .filter(
              node ->
                  !unheard.containsKey(node)
                      || !now.isBefore(askedAt.getOrDefault(node, now).plus(RETRY)))
          .min(longestAgo)
          .ifPresent(choice::add);
    }
    return List.copyOf(choice);
  }

  private void list(NodeName node, Map<NodeName, List<Vm>> listed) {
    Instant now = moments.get();
    askedAt.put(node, now);
    try {
      listed.put(node, proxmox.guests(node));
      listedAt.put(node, now);
      unheard.remove(node);
    } catch (PveException failed) {
      if (failed instanceof PveRefused no && no.reason() != PveRefused.Reason.HANDLER) {
        throw failed;
      }
      unheard.put(node, String.valueOf(failed.getMessage()));
    }
    wanted.remove(node);
  }

  /** A list that is young knows better than the index, which lags behind. */
  private Vm best(Vm told, Inventory last, Instant now) {
    return isYoung(told.node(), now)
        ? last.find(told.id()).filter(vm -> vm.node().equals(told.node())).orElse(told)
        : told;
  }

  private boolean isYoung(NodeName node, Instant now) {
    return Optional.ofNullable(listedAt.get(node))
        .filter(at -> at.plus(LONGEST_LAG).isAfter(now))
        .isPresent();
  }

  private static Vm unknown(Vm vm) {
    return vm.in(PowerState.UNKNOWN, vm.lock());
  }

  private Map<NodeName, Instant> began(Inventory told, Set<NodeName> silent, Instant now) {
    Map<NodeName, Instant> began = new HashMap<>();
    Instant broadcast = now.minus(BROADCAST);
    for (NodeName node : nodes(told)) {
      Instant listed = listedAt.getOrDefault(node, Instant.MIN);
      Instant known = listed.isAfter(broadcast) ? listed : broadcast;
      began.put(node, silent.contains(node) ? now : known);
    }
    return began;
  }

  private static Set<NodeName> nodes(Inventory told) {
    return told.vms().stream().map(Vm::node).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<VmId, Vm> byId(Inventory inventory) {
    return inventory.vms().stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }
}
