package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Wraps the agent's client of Proxmox: records the calls, lets a test act before or after any of
 * them, and notices when the agent requests something that it must never request.
 */
final class LaunchWitness implements Proxmox {
  private static final Set<String> STARTS = Set.of("qmstart", "qmresume", "hastart");

  private final Proxmox gateway;
  private final SimServer server;
  private final List<String> calls = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<SimTask> tasks = new LinkedHashSet<>();
  private final Set<String> perhapsArrived = new LinkedHashSet<>();
  private Set<Integer> lastSeenUp = Set.of();
  private IntConsumer before = call -> {};
  private IntConsumer after = call -> {};

  LaunchWitness(Proxmox gateway, SimServer server) {
    this.gateway = gateway;
    this.server = server;
  }

  /** Runs this just before each call; calls are numbered from 0. */
  void before(IntConsumer action) {
    before = action;
  }

  /** Runs this just after each call, before the agent gets the result. */
  void after(IntConsumer action) {
    after = action;
  }

  /** The calls so far, such as {@code shutdown 101}. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** The requests that the agent should not have sent, and why. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** All tasks of this token, also those that Proxmox has forgotten. */
  List<SimTask> ownTasks() {
    return tasks.stream().filter(task -> task.upid().contains(server.tokenId())).toList();
  }

  /** All tasks of this token and VM that have one of these types. */
  List<SimTask> ownTasks(int vmid, Set<String> types) {
    return ownTasks().stream()
        .filter(task -> types.contains(task.type()))
        .filter(task -> task.upid().contains(":" + task.type() + ":" + vmid + ":"))
        .toList();
  }

  /**
   * Whether a start of it has succeeded or still runs.
   *
   * @param byResume whether a resume is a start too; before a shutdown it is none
   */
  boolean wasStarted(int vmid, boolean byResume) {
    return ownTasks(vmid, STARTS).stream()
        .filter(task -> byResume || !task.type().equals("qmresume"))
        .anyMatch(LaunchWitness::counts);
  }

  @Override
  public Inventory inventory() {
    return call("inventory", gateway::inventory);
  }

  @Override
  public List<NodeName> nodes() {
    return call("nodes", gateway::nodes);
  }

  @Override
  public Inventory index() {
    return call("index", gateway::index);
  }

  @Override
  public Optional<VmRef> locate(VmId id) {
    return call("locate " + id, () -> gateway.locate(id));
  }

  @Override
  public List<Vm> guests(NodeName node) {
    List<Vm> guests = call("guests", () -> gateway.guests(node));
    lastSeenUp =
        guests.stream()
            .filter(vm -> vm.power().holdsResources())
            .map(vm -> vm.id().value())
            .collect(Collectors.toSet());
    return guests;
  }

  @Override
  public List<Vm> containers(NodeName node) {
    List<Vm> containers = call("containers", () -> gateway.containers(node));
    Set<Integer> seen = new LinkedHashSet<>(lastSeenUp);
    containers.stream()
        .filter(vm -> vm.power().holdsResources())
        .forEach(vm -> seen.add(vm.id().value()));
    lastSeenUp = seen;
    return containers;
  }

  @Override
  public Optional<VmStatus> status(VmRef vm) {
    return call("status " + vm.id(), () -> gateway.status(vm));
  }

  @Override
  public Optional<VmConfig> config(VmRef vm) {
    return call("config " + vm.id(), () -> gateway.config(vm));
  }

  @Override
  public Optional<VmConfig> configInUse(VmRef vm) {
    return call("config in use " + vm.id(), () -> gateway.configInUse(vm));
  }

  @Override
  public Mappings mappings() {
    return call("mappings", gateway::mappings);
  }

  @Override
  public Upid start(VmRef vm) {
    return start("start " + vm.id(), vm, () -> gateway.start(vm));
  }

  @Override
  public Upid resume(VmRef vm) {
    return start("resume " + vm.id(), vm, () -> gateway.resume(vm));
  }

  @Override
  public Upid reset(VmRef vm) {
    once(vm, Set.of("qmreset"));
    return call("reset " + vm.id(), () -> gateway.reset(vm));
  }

  @Override
  public List<Storage> storages(NodeName node) {
    return call("storages", () -> gateway.storages(node));
  }

  @Override
  public Upid shutdown(VmRef vm, Duration timeout) {
    once(vm, Set.of("qmshutdown", "vzshutdown", "hastop"));
    return call("shutdown " + vm.id(), () -> gateway.shutdown(vm, timeout));
  }

  @Override
  public Upid hibernate(VmRef vm) {
    once(vm, Set.of("qmsuspend"));
    return call("hibernate " + vm.id(), () -> gateway.hibernate(vm));
  }

  @Override
  public Upid stop(VmRef vm) {
    once(vm, Set.of("qmstop", "vzstop"));
    return call("stop " + vm.id(), () -> gateway.stop(vm));
  }

  @Override
  public Upid stopOverrulingShutdown(VmRef vm) {
    once(vm, Set.of("qmstop", "vzstop"));
    return call("overrule " + vm.id(), () -> gateway.stopOverrulingShutdown(vm));
  }

  @Override
  public AgentReport agent(VmRef vm) {
    return call("agent " + vm.id(), () -> gateway.agent(vm));
  }

  @Override
  public void suspendDisk(VmRef vm) {
    withoutTask("suspend disk " + vm.id(), () -> gateway.suspendDisk(vm));
  }

  @Override
  public boolean mayShutDown(NodeName node) {
    return gateway.mayShutDown(node);
  }

  @Override
  public void shutDownNode(NodeName node) {
    String name = "shut down " + node;
    noOtherUnderWay(name);
    withoutTask(name, () -> gateway.shutDownNode(node));
  }

  @Override
  public Task task(Upid upid) {
    return call("task " + upid.type() + " " + upid.id(), () -> gateway.task(upid));
  }

  @Override
  public Optional<String> lastLogLine(Upid upid) {
    return call("log " + upid.type() + " " + upid.id(), () -> gateway.lastLogLine(upid));
  }

  @Override
  public Optional<String> startComplaint(Upid upid) {
    return call("complaint " + upid.id(), () -> gateway.startComplaint(upid));
  }

  @Override
  public void abort(Upid upid) {
    call(
        "abort " + upid.type() + " " + upid.id(),
        () -> {
          gateway.abort(upid);
          return upid;
        });
  }

  @Override
  public List<Task> tasks(VmRef vm) {
    return call("tasks " + vm.id(), () -> gateway.tasks(vm));
  }

  private Upid start(String name, VmRef vm, Supplier<Upid> call) {
    once(vm, STARTS);
    int vmid = vm.id().value();
    Set<Integer> up = up();
    up.remove(vmid);
    up.retainAll(lastSeenUp);
    if (!up.isEmpty()) {
      violations.add(name + " while " + up + " were up at the last poll");
    }
    noOtherUnderWay(name);
    return call(name, call);
  }

  /** All stops have ended. A task that Proxmox has forgotten cannot be waited for. */
  private void noOtherUnderWay(String name) {
    server.cluster().tasks().stream()
        .filter(task -> task.upid().contains(server.tokenId()))
        .filter(SimTask::isRunning)
        .filter(task -> !STARTS.contains(task.type()))
        .forEach(task -> violations.add(name + " while " + task.upid() + " is under way"));
  }

  /** Nothing shows later whether such a request has arrived, so it is sent once at most. */
  private void withoutTask(String name, Runnable request) {
    call(
        name,
        () -> {
          if (perhapsArrived.contains(name)) {
            violations.add(name + " sent again");
          }
          try {
            request.run();
            perhapsArrived.add(name);
          } catch (PveUnavailable lost) {
            if (lost.delivery() == PveUnavailable.Delivery.UNCERTAIN) {
              perhapsArrived.add(name);
            }
            throw lost;
          } catch (PveProtocolError unread) {
            perhapsArrived.add(name);
            throw unread;
          }
          return name;
        });
  }

  /** A request may only be sent again when every earlier one has failed. */
  private void once(VmRef vm, Set<String> types) {
    remember();
    ownTasks(vm.id().value(), types).stream()
        .filter(LaunchWitness::counts)
        .filter(task -> !isBeforeAStop(vm, task))
        .forEach(task -> violations.add("sent again after " + task.upid()));
  }

  /** Whether it is a resume, so that its VM hears the shutdown that has followed. */
  private boolean isBeforeAStop(VmRef vm, SimTask task) {
    List<SimTask> all = ownTasks();
    return task.type().equals("qmresume")
        && ownTasks(vm.id().value(), Set.of("qmshutdown", "qmstop")).stream()
            .filter(LaunchWitness::counts)
            .anyMatch(stop -> all.indexOf(stop) > all.indexOf(task));
  }

  private static boolean counts(SimTask task) {
    String end = task.exitStatus().orElse("OK");
    return end.equals("OK") || end.startsWith("WARNINGS");
  }

  private Set<Integer> up() {
    Set<Integer> up = new LinkedHashSet<>();
    for (int vmid = 100; vmid < 120; vmid++) {
      if (server.cluster().vm(vmid).filter(vm -> vm.isUp()).isPresent()) {
        up.add(vmid);
      }
    }
    return up;
  }

  private void remember() {
    tasks.addAll(server.cluster().tasks());
  }

  private <T> T call(String name, Supplier<T> call) {
    int number = calls.size();
    calls.add(name);
    remember();
    before.accept(number);
    try {
      return call.get();
    } finally {
      remember();
      after.accept(number);
    }
  }
}
