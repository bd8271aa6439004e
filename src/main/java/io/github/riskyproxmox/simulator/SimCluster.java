package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The simulated cluster: its nodes, guests and tasks, and what administrators and guests do there
 * meanwhile. All of it is guarded by this object's monitor.
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
  private final PciReservations pci = new PciReservations();
  private final Qemu qemu = new Qemu(this);
  private final HaService haService = new HaService(this);
  private final GuestLifecycle lifecycle = new GuestLifecycle(this);
  private boolean closed;

  SimCluster(SimScenario scenario, SimClock clock, String fingerprint) {
    this.clock = clock;
    this.scenario = scenario;
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

  /** Its time. */
  public SimClock clock() {
    return clock;
  }

  /** Who may what. */
  public SimAccess access() {
    return access;
  }

  /** A guest, if there is one of that number. */
  public synchronized Optional<SimVm> vm(int vmid) {
    return Optional.ofNullable(vms.get(vmid));
  }

  /** Whether somebody works on that VM, and has its lock file for that. */
  public synchronized boolean isLockFileHeld(int vmid) {
    return vm(vmid).filter(vm -> vm.configLock().isHeld()).isPresent();
  }

  /** All tasks there were, newest first. */
  public synchronized List<SimTask> tasks() {
    return tasks.all();
  }

  /** Somebody starts a guest in PVE's own page. */
  public synchronized SimTask startBySomebodyElse(int vmid) {
    return lifecycle.start(nodeOf(vmid), vmid, SOMEBODY);
  }

  /** Somebody stops a guest in PVE's own page. */
  public synchronized SimTask stopBySomebodyElse(int vmid) {
    return lifecycle.stop(nodeOf(vmid), vmid, SOMEBODY, false);
  }

  /** Somebody asks a guest to shut down in PVE's own page, and waits that long for it. */
  public synchronized SimTask shutdownBySomebodyElse(int vmid, Duration timeout) {
    return lifecycle.shutdown(nodeOf(vmid), vmid, SOMEBODY, Optional.of(timeout), false);
  }

  /** Somebody pauses a guest in RAM. */
  public synchronized SimTask pauseBySomebodyElse(int vmid) {
    return lifecycle.pause(nodeOf(vmid), vmid, SOMEBODY);
  }

  /** Somebody hibernates a guest. */
  public synchronized SimTask hibernateBySomebodyElse(int vmid) {
    return lifecycle.hibernate(nodeOf(vmid), vmid, SOMEBODY);
  }

  /** Somebody works on a guest's configuration and holds its lock file for that long. */
  public synchronized void holdLockFile(int vmid, Duration time) {
    Object somebody = new Object();
    ConfigLock lock = require(vmid).configLock();
    boolean unused = lock.acquire(somebody, () -> releaseLater(lock, somebody, time));
  }

  /** The guest powers off, and qmeventd does not notice: its QEMU stays (pve-api.md §14). */
  public synchronized void powerOffUnnoticed(int vmid) {
    require(vmid).process().ifPresent(process -> process.setRunState("shutdown"));
  }

  /** The guest powers itself off, asked by nobody of PVE. */
  public synchronized void powerOffInside(int vmid) {
    vm(vmid).ifPresent(qemu::powerOff);
  }

  /** A guest comes into being. */
  public synchronized void add(ScenarioVm from) {
    SimVm vm = new SimVm(from);
    vms.put(vm.vmid(), vm);
    from.state()
        .runState()
        .ifPresent(state -> qemu.spawn(vm, clock.now().minus(from.uptime()), state));
  }

  /** QEMU enters that run state of its own: the guest falls asleep, a disk fails, KVM does. */
  public synchronized void enters(int vmid, String runState) {
    require(vmid)
        .process()
        .orElseThrow(() -> new IllegalArgumentException("VM " + vmid + " is off"))
        .setRunState(runState);
  }

  /** From now on a guest's disk can, or cannot, be written; a VM that resumes finds out. */
  public synchronized void setDiskFailing(int vmid, boolean failing) {
    require(vmid).setDiskFailing(failing);
  }

  /** The HA manager of a guest is in that state, {@code error} for example. */
  public synchronized void setHaState(int vmid, String state) {
    require(vmid)
        .ha()
        .orElseThrow(() -> new IllegalArgumentException("VM " + vmid + " is not HA-managed"))
        .reach(state);
  }

  /** A storage of every node is lost, disabled, or in order again. */
  public synchronized void setStorage(ScenarioStorage storage) {
    storages.put(storage.storage(), storage);
  }

  /** The storages of that node: those of its guests' disks, and those that were named. */
  Collection<ScenarioStorage> storages(String node) {
    Map<String, ScenarioStorage> all = new TreeMap<>();
    vms.values().stream()
        .filter(vm -> vm.node().equals(node))
        .map(vm -> vm.hardware().storage())
        .forEach(id -> all.put(id, new ScenarioStorage(id, true, true)));
    all.putAll(storages);
    return all.values();
  }

  /** A guest is destroyed, whatever it was doing. */
  public synchronized void remove(int vmid) {
    vm(vmid).ifPresent(qemu::vanish);
    vms.remove(vmid);
  }

  /** A guest moves to another node, running or not. */
  public synchronized void migrate(int vmid, String node) {
    require(vmid).setNode(node);
  }

  /** Somebody changes a guest's name. */
  public synchronized void setName(int vmid, String name) {
    require(vmid).setName(name);
  }

  /** Somebody changes a guest's notes; empty for none. */
  public synchronized void setNotes(int vmid, String notes) {
    require(vmid).setNotes(notes);
  }

  /** Somebody changes a guest's tags, joined by {@code ;}; empty for none. */
  public synchronized void setTags(int vmid, String tags) {
    require(vmid).setTags(tags);
  }

  /** Somebody sets the lock in a guest's configuration, as a backup does, or {@code qm unlock}s. */
  public synchronized void setLock(int vmid, Optional<String> lock) {
    require(vmid).setLock(lock);
  }

  /** A guest behaves differently from now on. */
  public synchronized void setGuest(int vmid, GuestBehaviour guest) {
    require(vmid).setGuest(guest);
  }

  /** A node other than the one that answers dies, or its network does. */
  public synchronized void nodeDown(String node, NodeFailure how) {
    if (nodes.keySet().iterator().next().equals(node)) {
      throw new IllegalArgumentException(
          node + " answers itself: let it fail by FaultRules.outage");
    }
    requireNode(node).fail(how);
  }

  /** A node is back; its guests are known again with its next broadcast. */
  public synchronized void nodeUp(String node) {
    requireNode(node).recover();
  }

  /** A task's log file is deleted: {@code no such task} from now on, its worker goes on. */
  public synchronized void forgetTask(String upid) {
    tasks.forget(upid);
  }

  /** A task's worker is killed hard: {@code unexpected status}. */
  public synchronized void crashTask(String upid) {
    tasks.find(upid).ifPresent(SimTask::crash);
  }

  synchronized void close() {
    closed = true;
  }

  /** Does something after a while, under the monitor, unless the simulator is closed by then. */
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

  /** All guests, in no order to rely on: not that of their numbers. */
  Collection<SimVm> vms() {
    return vms.descendingMap().values();
  }

  Optional<SimNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** The VM if its configuration is on that node; containers are none. */
  Optional<SimVm> vmOn(String node, int vmid) {
    return vm(vmid).filter(vm -> vm.node().equals(node) && !vm.isContainer());
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
