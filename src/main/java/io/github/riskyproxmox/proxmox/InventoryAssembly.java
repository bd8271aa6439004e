package io.github.riskyproxmox.proxmox;

import static java.util.stream.Collectors.joining;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.wire.GuestsReply;
import io.github.riskyproxmox.proxmox.wire.NodesReply;
import io.github.riskyproxmox.proxmox.wire.OptionsReply;
import io.github.riskyproxmox.proxmox.wire.ResourcesReply;
import io.github.riskyproxmox.proxmox.wire.ResourcesReply.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Puts the inventory together: live from each node that answers, from the index for the others. */
final class InventoryAssembly {
  private static final Duration AGE = Duration.ofMinutes(1);

  /** A node, and whether the cluster calls it offline. */
  private record Node(NodeName name, boolean offline) {}

  private final PveApi api;
  private final Optional<NodeName> only;
  private final RowReader rows;
  private final Executor executor;
  private final ExpiringValue<List<Node>> nodes;
  private final ExpiringValue<TagStyle> tagStyle;

  InventoryAssembly(
      PveApi api, Optional<NodeName> only, RowReader rows, Executor executor, InstantSource clock) {
    this.api = api;
    this.only = only;
    this.rows = rows;
    this.executor = executor;
    this.nodes = new ExpiringValue<>(this::readNodes, AGE, clock);
    this.tagStyle = new ExpiringValue<>(this::readTagStyle, AGE, clock);
  }

  Inventory read() {
    Map<NodeName, List<Vm>> answered = new ConcurrentHashMap<>();
    Map<NodeName, PveException> silent = new ConcurrentHashMap<>();
    Parallel.forEach(executor, nodes(), node -> read(node, answered, silent));
    if (!silent.isEmpty()) {
      if (only.isEmpty()) {
        nodes.forget();
      }
      if (answered.isEmpty()) {
        throw missing().<PveException>map(none -> none).orElse(silent.values().iterator().next());
      }
    }
    Map<VmId, Vm> vms = new LinkedHashMap<>();
    answered.values().stream().flatMap(List::stream).forEach(vm -> vms.putIfAbsent(vm.id(), vm));
    secondHand(silent).forEach(vm -> vms.putIfAbsent(vm.id(), vm));
    Map<NodeName, String> words = new LinkedHashMap<>();
    silent.forEach((node, failure) -> words.put(node, String.valueOf(failure.getMessage())));
    return new Inventory(new ArrayList<>(vms.values()), words, style());
  }

  List<NodeName> names() {
    return nodes().stream().map(Node::name).toList();
  }

  Inventory index() {
    Map<NodeName, String> words = new LinkedHashMap<>();
    nodes().stream()
        .filter(Node::offline)
        .map(Node::name)
        .forEach(name -> words.put(name, offline(name)));
    List<Vm> vms =
        rows(
            guest -> {
              NodeName node = Translation.node(guest.node());
              return words.containsKey(node)
                  ? Translation.unknown(node, guest)
                  : Translation.indexed(node, guest);
            });
    return new Inventory(vms, words, style());
  }

  List<Vm> guests(NodeName node) {
    String what = "GET /nodes/" + node + "/qemu";
    return rows.read(
        what,
        PveCalls.data(what, () -> api.guests(node.value(), 1), GuestsReply::data),
        guest -> Translation.vm(node, GuestType.QEMU, guest));
  }

  /** Those that the token may see: without VM.Audit the list is empty (pve-api.md §2). */
  List<Vm> containers(NodeName node) {
    String what = "GET /nodes/" + node + "/lxc";
    return rows.read(
        what,
        PveCalls.data(what, () -> api.containers(node.value()), GuestsReply::data),
        guest -> Translation.vm(node, GuestType.LXC, guest));
  }

  /**
   * The index takes the list of guests from the cluster file system: it is current (pve-api.md §2).
   */
  Optional<VmRef> locate(VmId id) {
    return resources().stream()
        .filter(vm -> vm.id().equals(id))
        .filter(vm -> only.isEmpty() || only.get().equals(vm.node()))
        .map(Vm::ref)
        .findFirst();
  }

  private void read(
      Node node, Map<NodeName, List<Vm>> answered, Map<NodeName, PveException> silent) {
    NodeName name = node.name();
    // A node that is "unknown" has not reported its figures yet, but may answer.
    if (node.offline()) {
      silent.put(name, new PveUnavailable(offline(name), PveUnavailable.Delivery.NOT_DELIVERED));
      return;
    }
    try {
      answered.put(name, guests(name));
    } catch (PveException failure) {
      if (concernsAll(failure)) {
        throw failure;
      }
      silent.put(name, failure);
    }
  }

  private static String offline(NodeName name) {
    return "Proxmox says that node " + name + " is offline.";
  }

  private static boolean concernsAll(PveException failure) {
    return failure instanceof PveRefused refused && refused.reason() != PveRefused.Reason.HANDLER;
  }

  private List<Node> nodes() {
    return only.map(node -> List.of(new Node(node, false))).orElseGet(nodes::get);
  }

  /** The refusal, if the settings name a node that Proxmox does not have. */
  private Optional<PveRefused> missing() {
    return only.flatMap(
        name -> {
          List<NodeName> there = there();
          return there.isEmpty() || there.contains(name)
              ? Optional.empty()
              : Optional.of(missing(name, there));
        });
  }

  private static PveRefused missing(NodeName name, List<NodeName> there) {
    String hint =
        there.stream()
            .filter(node -> node.value().equalsIgnoreCase(name.value()))
            .findFirst()
            .map(node -> "did you mean " + node + "?")
            .orElseGet(
                () ->
                    "Proxmox has "
                        + there.stream().sorted().map(NodeName::value).collect(joining(", "))
                        + ".");
    String words = "There is no node " + name + "; " + hint;
    return new PveRefused(PveRefused.Reason.HANDLER, words + " Correct PVE_NODE.", words, Map.of());
  }

  private List<NodeName> there() {
    try {
      return nodes.get().stream().map(Node::name).toList();
    } catch (PveException unknown) {
      return List.of();
    }
  }

  private List<Node> readNodes() {
    String what = "GET /nodes";
    return rows.read(
        what,
        PveCalls.data(what, () -> api.nodes(), NodesReply::data),
        node -> new Node(Translation.node(node.node()), "offline".equals(node.status())));
  }

  /** For the page only: up to ten seconds old, and values may be missing. */
  private List<Vm> secondHand(Map<NodeName, PveException> silent) {
    if (silent.isEmpty()) {
      return List.of();
    }
    try {
      return resources().stream().filter(vm -> silent.containsKey(vm.node())).toList();
    } catch (PveException unknown) {
      return List.of();
    }
  }

  private List<Vm> resources() {
    return rows(guest -> Translation.unknown(Translation.node(guest.node()), guest));
  }

  /** The rows of VMs: the index has containers too. */
  private <T> List<T> rows(Function<Resource, T> reading) {
    String what = "GET /cluster/resources";
    List<Resource> guests =
        PveCalls.data(what, () -> api.resources("vm"), ResourcesReply::data).stream()
            .filter(row -> "qemu".equals(row.type()))
            .toList();
    return rows.read(what, guests, reading);
  }

  private TagStyle style() {
    try {
      return tagStyle.get();
    } catch (PveException withoutColours) {
      return tagStyle.last().orElse(TagStyle.DEFAULT);
    }
  }

  private TagStyle readTagStyle() {
    return TagStyleTranslation.style(
        PveCalls.data("GET /cluster/options", () -> api.options(), OptionsReply::data).tagStyle());
  }
}
