package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.Load;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Proxmox that supports only reads, and counts the requests that the real gateway would make. */
public final class FakeProxmox implements Proxmox {
  private final Map<VmId, Vm> vms = new TreeMap<>();
  private final Set<NodeName> silent = new HashSet<>();
  private final Set<NodeName> dead = new HashSet<>();
  private final Map<VmId, Map<String, String>> lines = new HashMap<>();
  private final Map<VmId, String> ostypes = new HashMap<>();
  private final Set<VmId> refused = new HashSet<>();
  private Mappings mappings = Mappings.NONE;
  private Map<VmId, Vm> reported = Map.of();
  private Optional<RuntimeException> failure = Optional.empty();
  private Optional<Error> defect = Optional.empty();
  private Runnable duringRequest = () -> {};
  private int requests;
  private int configs;
  private int listedAll;
  private int largestBatch;
  private int mappingRequests;
  private boolean configsHidden;

  /** A stopped VM as listed. */
  public static Vm vm(int id, String node, String name) {
    return new Vm(
        new VmRef(new NodeName(node), new VmId(id)),
        name,
        PowerState.STOPPED,
        Optional.empty(),
        Tags.NONE,
        Optional.of("notes of " + name),
        false,
        Duration.ZERO,
        2,
        1L << 30);
  }

  /** The same VM, running since that time. */
  public static Vm running(Vm vm, Duration uptime) {
    return new Vm(
        vm.ref(),
        vm.name(),
        PowerState.RUNNING,
        vm.lock(),
        vm.tags(),
        vm.notes(),
        vm.template(),
        uptime,
        vm.cores(),
        vm.memoryBytes());
  }

  /** The same VM with that load. */
  public static Vm loaded(Vm vm, Load load) {
    return new Vm(
        vm.ref(),
        vm.name(),
        vm.power(),
        vm.lock(),
        vm.tags(),
        vm.notes(),
        vm.template(),
        vm.uptime(),
        vm.cores(),
        vm.memoryBytes(),
        vm.qmpStatus(),
        vm.ostype(),
        Optional.of(load));
  }

  /** The same VM with those tags. */
  public static Vm tagged(Vm vm, String tags) {
    return new Vm(
        vm.ref(),
        vm.name(),
        vm.power(),
        vm.lock(),
        Tags.parse(tags),
        vm.notes(),
        vm.template(),
        vm.uptime(),
        vm.cores(),
        vm.memoryBytes());
  }

  /** Adds or replaces a VM. */
  public void put(Vm vm) {
    vms.put(vm.id(), vm);
  }

  /** The VM with that number, which must exist. */
  public Vm find(int id) {
    return Optional.ofNullable(vms.get(new VmId(id))).orElseThrow();
  }

  /** Removes a VM. */
  public void remove(int id) {
    vms.remove(new VmId(id));
  }

  /** Makes the node stop answering. */
  public void noAnswer(String node) {
    silent.add(new NodeName(node));
  }

  /** Makes that node die: it does not answer, and the index goes on showing its last broadcast. */
  public void die(String node) {
    dead.add(new NodeName(node));
  }

  /** Makes all nodes answer again. */
  public void wake() {
    silent.clear();
  }

  /** Makes every request throw that exception. */
  public void fail(RuntimeException with) {
    failure = Optional.of(with);
  }

  /** Makes every request throw that error. */
  public void breakDown(Error with) {
    defect = Optional.of(with);
  }

  /** Makes all requests succeed again. */
  public void recover() {
    failure = Optional.empty();
    defect = Optional.empty();
  }

  /** Runs the action during the next request. */
  public void duringNextRequest(Runnable action) {
    duringRequest = action;
  }

  /** The number of requests so far. */
  public int requests() {
    return requests;
  }

  /** Makes all configurations unavailable. */
  public void hideConfigs() {
    configsHidden = true;
  }

  /** Sets the devices and disks in the configuration of the VM with that number. */
  public void configure(int id, Map<String, String> config) {
    lines.put(new VmId(id), config);
  }

  /** Sets the type of operating system in the configuration of the VM with that number. */
  public void setOstype(int id, String ostype) {
    ostypes.put(new VmId(id), ostype);
  }

  /** Sets the mappings that the token may read. */
  public void map(Mappings known) {
    mappings = known;
  }

  /** Refuses to show the configuration of the VM with that number. */
  public void refuseConfig(int id) {
    refused.add(new VmId(id));
  }

  /** The number of requests for mappings so far. */
  public int mappingRequests() {
    return mappingRequests;
  }

  /** The number of requests for a configuration so far. */
  public int configs() {
    return configs;
  }

  /**
   * Every node reports its guests to the cluster, as they are now.
   *
   * @return makes the index show them, except for what it knows live (pve-api.md §2)
   */
  public Runnable broadcast() {
    Map<VmId, Vm> now = Map.copyOf(vms);
    return () -> reported = now;
  }

  /** How often the whole inventory was read. */
  public int listedAll() {
    return listedAll;
  }

  /** The largest number of VMs whose configurations were requested at once. */
  public int largestBatch() {
    return largestBatch;
  }

  @Override
  public Inventory inventory() {
    listedAll++;
    request();
    request();
    Map<NodeName, String> words = new HashMap<>();
    vms.values()
        .forEach(
            vm -> {
              if (silent.contains(vm.node())) {
                words.put(vm.node(), "No route to host");
              }
            });
    requests += (int) vms.values().stream().map(Vm::node).distinct().count();
    return new Inventory(
        vms.values().stream()
            .map(
                vm ->
                    silent.contains(vm.node())
                        ? onSilentNode(vm)
                        : vm.configuredAs(Optional.empty(), Optional.empty()))
            .toList(),
        words,
        TagStyle.DEFAULT);
  }

  /**
   * The gateway caches nodes and tag style for a minute, so with {@link #inventory} they cost no
   * further requests.
   */
  @Override
  public List<NodeName> nodes() {
    List<NodeName> nodes = vms.values().stream().map(Vm::node).distinct().toList();
    if (nodes.size() > InventoryReader.FEW_NODES) {
      request();
      request();
    }
    return nodes;
  }

  @Override
  public Inventory index() {
    request();
    return new Inventory(
        vms.values().stream()
            .map(vm -> silent.contains(vm.node()) ? onSilentNode(vm) : indexed(vm))
            .toList(),
        Map.of(),
        TagStyle.DEFAULT);
  }

  private Vm indexed(Vm vm) {
    Vm old = reported.getOrDefault(vm.id(), vm);
    return new Vm(
        vm.ref(),
        old.name(),
        old.power(),
        vm.lock(),
        vm.tags(),
        Optional.empty(),
        old.template(),
        old.uptime(),
        old.cores(),
        old.memoryBytes());
  }

  /** What Proxmox reports for a VM whose node does not answer (pve-api.md §2). */
  private static Vm onSilentNode(Vm vm) {
    return new Vm(
        vm.ref(),
        "VM " + vm.id(),
        PowerState.UNKNOWN,
        vm.lock(),
        vm.tags(),
        Optional.empty(),
        false,
        Duration.ZERO,
        0,
        0);
  }

  @Override
  public List<Vm> guests(NodeName node) {
    request();
    if (silent.contains(node) || dead.contains(node)) {
      throw new PveUnavailable("No route to host", PveUnavailable.Delivery.NOT_DELIVERED);
    }
    return vms.values().stream()
        .filter(vm -> vm.node().equals(node))
        .map(vm -> vm.configuredAs(Optional.empty(), Optional.empty()))
        .toList();
  }

  @Override
  public Map<VmRef, Optional<VmConfig>> configs(Collection<VmRef> asked) {
    largestBatch = Math.max(largestBatch, asked.size());
    return Proxmox.super.configs(asked);
  }

  @Override
  public Mappings mappings() {
    request();
    request();
    mappingRequests += 2;
    return mappings;
  }

  @Override
  public Optional<VmConfig> config(VmRef vm) {
    request();
    configs++;
    if (refused.contains(vm.id())) {
      throw new PveRefused(PveRefused.Reason.PERMISSION, "No.", "no", Map.of());
    }
    return Optional.ofNullable(vms.get(vm.id()))
        .filter(found -> !configsHidden)
        .map(
            found ->
                new VmConfig(
                    found.notes(),
                    new TreeSet<>(),
                    1024,
                    1,
                    new TreeSet<>(),
                    new TreeMap<>(lines.getOrDefault(vm.id(), Map.of())),
                    Optional.ofNullable(ostypes.get(vm.id())),
                    Optional.empty()));
  }

  private void request() {
    requests++;
    Runnable action = duringRequest;
    duringRequest = () -> {};
    action.run();
    failure.ifPresent(
        with -> {
          throw with;
        });
    defect.ifPresent(
        with -> {
          throw with;
        });
  }

  @Override
  public Optional<VmRef> locate(VmId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<VmStatus> status(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid start(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid resume(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid reset(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Storage> storages(NodeName node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid shutdown(VmRef vm, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid hibernate(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid stop(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Upid stopOverrulingShutdown(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AgentReport agent(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void suspendDisk(VmRef vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mayShutDown(NodeName node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutDownNode(NodeName node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Task task(Upid upid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> lastLogLine(Upid upid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> startComplaint(Upid upid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void abort(Upid upid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Task> tasks(VmRef vm) {
    throw new UnsupportedOperationException();
  }
}
