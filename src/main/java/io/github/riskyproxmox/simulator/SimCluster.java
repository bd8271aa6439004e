package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The simulated cluster: its nodes, guests and tasks, and the actions of administrators and guests.
 * This object's monitor guards all of it.
 */
public final class SimCluster {
  private static final String SOMEBODY = "root@pam";

  private final SimClock clock;
  private final SimScenario scenario;
  private final SimAccess access;
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final TreeMap<Integer, SimVm> vms = new TreeMap<>();
  private final Map<String, ScenarioStorage> storages = new TreeMap<>();
  private final TaskBook tasks = new TaskBook();
  private final PciReservations pci;
  private final Qemu qemu = new Qemu(this);
  private final HaService haService = new HaService(this);
  private final GuestLifecycle lifecycle = new GuestLifecycle(this);
  private final List<String> nodeCommands = new ArrayList<>();
  private boolean closed;

  SimCluster(SimScenario scenario, SimClock clock, String fingerprint) {
    this.clock = clock;
    this.scenario = scenario;
    this.pci = new PciReservations(scenario.mappings());
    this.access = new SimAccess(scenario);
    for (ScenarioNode node : scenario.nodes()) {
      nodes.put(node.name(), new SimNode(node.name(), fingerprint, node.failure()));
    }
    synchronized (this) {
      scenario.vms().forEach(this::add);
      scenario.storages().forEach(this::setStorage);
      new Broadcasts(this).begin();
    }
  }

  /** The clock of the cluster. */
  public SimClock clock() {
    return clock;
  }

  /** Users, tokens and privileges. */
  public SimAccess access() {
    return access;
  }

  /** The guest with that number. */
  public synchronized Optional<SimVm> vm(int vmid) {
    return Optional.ofNullable(vms.get(vmid));
  }

  /** Whether the lock file of that VM is held. */
  public synchronized boolean isLockFileHeld(int vmid) {
    return vm(vmid).filter(vm -> vm.configLock().isHeld()).isPresent();
  }

  /** The commands to nodes in their order, such as {@code pve shutdown}; none is performed. */
  public synchronized List<String> nodeCommands() {
    return List.copyOf(nodeCommands);
  }

  /** All tasks, newest first. */
  public synchronized List<SimTask> tasks() {
    return tasks.all();
  }

  /** A user starts a guest in PVE's own page. */
  public synchronized SimTask startBySomebodyElse(int vmid) {
    return lifecycle.start(require(vmid).kind(), nodeOf(vmid), vmid, SOMEBODY);
  }

  /** A user stops a guest in PVE's own page. */
  public synchronized SimTask stopBySomebodyElse(int vmid) {
    return lifecycle.stop(require(vmid).kind(), nodeOf(vmid), vmid, SOMEBODY, false);
  }

  /** A user shuts down a guest in PVE's own page, with that timeout. */
  public synchronized SimTask shutdownBySomebodyElse(int vmid, Duration timeout) {
    return lifecycle.shutdown(
        require(vmid).kind(), nodeOf(vmid), vmid, SOMEBODY, Optional.of(timeout), false);
  }

  /** A user pauses a guest. */
  public synchronized SimTask pauseBySomebodyElse(int vmid) {
    return lifecycle.pause(nodeOf(vmid), vmid, SOMEBODY);
  }

  /** A user hibernates a guest. */
  public synchronized SimTask hibernateBySomebodyElse(int vmid) {
    return lifecycle.hibernate(nodeOf(vmid), vmid, SOMEBODY);
  }

  /** Another task holds the lock file of a guest for that time. */
  public synchronized void holdLockFile(int vmid, Duration time) {
    Object holder = new Object();
    ConfigLock lock = require(vmid).configLock();
    boolean unused = lock.acquire(holder, () -> releaseLater(lock, holder, time));
  }

  /** A guest powers off and qmeventd does not notice: QEMU stays (pve-api.md §14). */
  public synchronized void powerOffUnnoticed(int vmid) {
    require(vmid).process().ifPresent(process -> process.setRunState("shutdown"));
  }

  /** A guest powers itself off, without a request from PVE. */
  public synchronized void powerOffInside(int vmid) {
    vm(vmid).ifPresent(qemu::powerOff);
  }

  /** A guest is created. */
  public synchronized void add(ScenarioVm from) {
    SimVm vm = new SimVm(from);
    vms.put(vm.vmid(), vm);
    from.state()
        .runState()
        .ifPresent(state -> qemu.spawn(vm, clock.now().minus(from.uptime()), state));
  }

  /** QEMU enters that run state by itself: the guest falls asleep, a disk or KVM fails. */
  public synchronized void enters(int vmid, String runState) {
    require(vmid)
        .process()
        .orElseThrow(() -> new IllegalArgumentException("VM " + vmid + " is off"))
        .setRunState(runState);
  }

  /** Sets whether a guest's disk can be written; the VM fails when it resumes. */
  public synchronized void setDiskFailing(int vmid, boolean failing) {
    require(vmid).setDiskFailing(failing);
  }

  /** Sets the HA state of a guest, for example {@code error}. */
  public synchronized void setHaState(int vmid, String state) {
    require(vmid)
        .ha()
        .orElseThrow(() -> new IllegalArgumentException("VM " + vmid + " is not HA-managed"))
        .reach(state);
  }

  /** Sets the state of a storage on every node. */
  public synchronized void setStorage(ScenarioStorage storage) {
    storages.put(storage.storage(), storage);
  }

  /** The storages of a node: those of its guests' disks, and those of the scenario. */
  Collection<ScenarioStorage> storages(String node) {
    Map<String, ScenarioStorage> all = new TreeMap<>();
    vms.values().stream()
        .filter(vm -> vm.node().equals(node))
        .map(vm -> vm.hardware().storage())
        .forEach(id -> all.put(id, new ScenarioStorage(id, true, true)));
    all.putAll(storages);
    return all.values();
  }

  /** A guest is destroyed, in any state. */
  public synchronized void remove(int vmid) {
    vm(vmid).ifPresent(qemu::vanish);
    vms.remove(vmid);
  }

  /** A guest moves to another node, running or not. */
  public synchronized void migrate(int vmid, String node) {
    require(vmid).setNode(node);
  }

  /** A user changes a guest's name. */
  public synchronized void setName(int vmid, String name) {
    require(vmid).setName(name);
  }

  /** A user changes a guest's notes; empty for none. */
  public synchronized void setNotes(int vmid, String notes) {
    require(vmid).setNotes(notes);
  }

  /** A user changes a guest's tags, joined by {@code ;}; empty for none. */
  public synchronized void setTags(int vmid, String tags) {
    require(vmid).setTags(tags);
  }

  /** Sets or removes the lock in a guest's configuration, like a backup or {@code qm unlock}. */
  public synchronized void setLock(int vmid, Optional<String> lock) {
    require(vmid).setLock(lock);
  }

  /** Changes the behaviour of a guest. */
  public synchronized void setGuest(int vmid, GuestBehaviour guest) {
    require(vmid).setGuest(guest);
  }

  /** A node other than the one that answers fails. */
  public synchronized void nodeDown(String node, NodeFailure how) {
    if (nodes.keySet().iterator().next().equals(node)) {
      throw new IllegalArgumentException(node + " is the node that answers; use FaultRules.outage");
    }
    requireNode(node).fail(how);
  }

  /** A node is up again; its guests appear with its next broadcast. */
  public synchronized void nodeUp(String node) {
    requireNode(node).recover();
  }

  /** Deletes a task's log file: {@code no such task} from now on, but its worker continues. */
  public synchronized void forgetTask(String upid) {
    tasks.forget(upid);
  }

  /** Kills a task's worker: {@code unexpected status}. */
  public synchronized void crashTask(String upid) {
    tasks.find(upid).ifPresent(SimTask::crash);
  }

  synchronized void close() {
    closed = true;
  }

  /** Plans an action, which runs under the monitor, unless the simulator is closed by then. */
  SimClock.Alarm after(Duration delay, Runnable event) {
    return clock.schedule(
        delay,
        () -> {
          synchronized (this) {
            if (!closed) {
              event.run();
            }
          }
        });
  }

  SimScenario scenario() {
    return scenario;
  }

  Collection<SimNode> nodes() {
    return nodes.values();
  }

  /** All guests, in no particular order. */
  Collection<SimVm> vms() {
    return vms.descendingMap().values();
  }

  Optional<SimNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** The guest, if it is of that kind and its configuration is on that node. */
  Optional<SimVm> guestOn(GuestKind kind, String node, int vmid) {
    return vm(vmid).filter(vm -> vm.node().equals(node) && vm.kind() == kind);
  }

  void record(String node, String command) {
    nodeCommands.add(node + " " + command);
  }

  TaskBook book() {
    return tasks;
  }

  PciReservations pci() {
    return pci;
  }

  Qemu qemu() {
    return qemu;
  }

  HaService ha() {
    return haService;
  }

  GuestLifecycle lifecycle() {
    return lifecycle;
  }

  private void releaseLater(ConfigLock lock, Object holder, Duration time) {
    SimClock.Alarm unused = after(time, () -> lock.release(holder));
  }

  private String nodeOf(int vmid) {
    return require(vmid).node();
  }

  private SimVm require(int vmid) {
    return vm(vmid).orElseThrow(() -> new IllegalArgumentException("no VM " + vmid));
  }

  private SimNode requireNode(String name) {
    return node(name).orElseThrow(() -> new IllegalArgumentException("no node " + name));
  }
}
