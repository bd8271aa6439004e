package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A guest: its configuration and its QEMU process. Guarded by its cluster's monitor. */
public final class SimVm {
  private final int vmid;
  private final GuestKind kind;
  private final boolean template;
  private final Hardware hardware;
  private final ConfigLock configLock = new ConfigLock();
  private final Optional<HaState> ha;
  private final Map<String, String> options;
  private GuestBehaviour guest;
  private String node;
  private String name;
  private String tags;
  private String notes;
  private Optional<String> lock;
  private boolean savedState;
  private boolean diskFails;
  private boolean savingItself;
  private Optional<QemuProcess> process = Optional.empty();
  private boolean stopping;
  private Optional<QemuProcess> gone = Optional.empty();

  SimVm(ScenarioVm from) {
    vmid = from.vmid();
    kind = from.container() ? GuestKind.CONTAINER : GuestKind.VM;
    template = from.template();
    hardware = from.hardware();
    guest = from.guest();
    node = from.node();
    name = from.name();
    tags = from.tags();
    notes = from.notes();
    options = new TreeMap<>(from.options());
    boolean hibernated = from.state() == ScenarioVm.State.HIBERNATED;
    lock = hibernated ? Optional.of("suspended") : from.lock();
    savedState = hibernated;
    ha =
        from.ha()
            ? Optional.of(new HaState(from.state().runState().isPresent()))
            : Optional.empty();
  }

  /** Its number. */
  public int vmid() {
    return vmid;
  }

  /** Whether it is an LXC container. */
  public boolean isContainer() {
    return kind == GuestKind.CONTAINER;
  }

  GuestKind kind() {
    return kind;
  }

  /** Whether it is a template. */
  public boolean isTemplate() {
    return template;
  }

  /** The node that has its configuration. */
  public String node() {
    return node;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its tags joined by {@code ;}; empty without tags. */
  public String tags() {
    return tags;
  }

  /** Its notes; empty without notes. */
  public String notes() {
    return notes;
  }

  /** The lock in its configuration. */
  public Optional<String> lock() {
    return lock;
  }

  /** Whether its QEMU process runs. */
  public boolean isUp() {
    return process.isPresent();
  }

  /** QEMU's run state; {@code stopped} without QEMU. */
  public String qmpStatus() {
    return process.map(QemuProcess::runState).orElse("stopped");
  }

  /**
   * Whether PVE treats it as paused at a shutdown: the guest does not run and would ignore the
   * request (pve-api.md §14).
   */
  boolean isPaused() {
    return Set.of("paused", "prelaunch", "suspended").contains(qmpStatus());
  }

  /** Whether the guest runs according to QEMU; only then it reacts to ACPI. */
  boolean hears() {
    return qmpStatus().equals("running");
  }

  /** Whether its guest is frozen because it saves itself to its own disk. */
  boolean isSavingItself() {
    return savingItself;
  }

  void setSavingItself(boolean now) {
    savingItself = now;
  }

  /** Whether its disk cannot be written: the VM enters {@code io-error} whenever it runs. */
  boolean isDiskFailing() {
    return diskFails;
  }

  void setDiskFailing(boolean failing) {
    diskFails = failing;
  }

  /** Whether its memory is saved on disk. */
  public boolean hasSavedState() {
    return savedState;
  }

  /** Seconds since QEMU started; 0 without QEMU. */
  long uptime(Instant now) {
    return shown().map(qemu -> Duration.between(qemu.since(), now).toSeconds()).orElse(0L);
  }

  Hardware hardware() {
    return hardware;
  }

  GuestBehaviour guest() {
    return guest;
  }

  /** The path of its lock file. */
  String lockFile() {
    return isContainer()
        ? "/run/lock/lxc/pve-config-" + vmid + ".lock"
        : "/var/lock/qemu-server/lock-" + vmid + ".conf";
  }

  ConfigLock configLock() {
    return configLock;
  }

  Optional<HaState> ha() {
    return ha;
  }

  Map<String, String> options() {
    return options;
  }

  Optional<QemuProcess> process() {
    return process;
  }

  void setProcess(Optional<QemuProcess> newProcess) {
    gone = stopping && newProcess.isEmpty() ? process : Optional.empty();
    process = newProcess;
    savingItself = false;
  }

  /**
   * The process that reads show: after a stop task it is shown until shortly after the task's end.
   */
  Optional<QemuProcess> shown() {
    return process.or(() -> gone);
  }

  /** Sets whether a task is stopping it. */
  void setStopping(boolean now) {
    stopping = now;
  }

  /** Makes reads stop showing a process that has ended. */
  void forgetGone() {
    gone = Optional.empty();
  }

  void setLock(Optional<String> newLock) {
    lock = newLock;
  }

  void setSavedState(boolean saved) {
    savedState = saved;
  }

  void setNode(String newNode) {
    node = newNode;
  }

  void setName(String newName) {
    name = newName;
  }

  void setTags(String newTags) {
    tags = newTags;
  }

  void setNotes(String newNotes) {
    notes = newNotes;
  }

  void setGuest(GuestBehaviour behaviour) {
    guest = behaviour;
  }
}
