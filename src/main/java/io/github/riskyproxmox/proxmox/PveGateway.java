package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.config.TokenId;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Permissions;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.PveHttpClient;
import io.github.riskyproxmox.proxmox.wire.ConfigReply;
import io.github.riskyproxmox.proxmox.wire.EmptyReply;
import io.github.riskyproxmox.proxmox.wire.MappingsReply;
import io.github.riskyproxmox.proxmox.wire.NodesReply;
import io.github.riskyproxmox.proxmox.wire.PermissionsReply;
import io.github.riskyproxmox.proxmox.wire.StatusReply;
import io.github.riskyproxmox.proxmox.wire.StoragesReply;
import io.github.riskyproxmox.proxmox.wire.TaskLogReply;
import io.github.riskyproxmox.proxmox.wire.TaskStatusReply;
import io.github.riskyproxmox.proxmox.wire.TasksReply;
import io.github.riskyproxmox.proxmox.wire.UpidReply;
import io.github.riskyproxmox.proxmox.wire.VersionReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Proxmox VE over its REST API. Safe for use by many threads. */
public final class PveGateway implements Proxmox {
  // PVE::AbstractConfig::load_config, for a guest the node does not have.
  private static final Pattern NO_SUCH_VM =
      Pattern.compile("Configuration file '.*' does not exist");
  private static final String NO_SUCH_TASK = "no such task";
  private static final int LONGEST_LOG_LINES = 5_000;
  private static final int MOST_TASKS = 50;

  /** A person waits for the answer; an active storage is listed in a fraction of a second. */
  private static final Duration STORAGES_WITHIN = Duration.ofSeconds(3);

  private static final Duration MAPPINGS_AGE = Duration.ofMinutes(1);

  private final PveApi api;
  private final TokenId token;
  private final Runnable afterList;
  private final RowReader rows;
  private final AgentCalls agents;
  private final ConfigBatch configs;
  private final InventoryAssembly inventory;
  private final StorageReader storages;
  private final ExpiringValue<Mappings> mappings;

  /**
   * A gateway.
   *
   * @param settings which Proxmox, which token, which node
   * @param executor reads on its threads, a few at a time
   * @param clock tells the age of what is kept
   */
  public PveGateway(Settings settings, Executor executor, InstantSource clock) {
    this(settings, executor, clock, Limits.STANDARD);
  }

  /** A gateway that waits no longer than those limits say. */
  public PveGateway(Settings settings, Executor executor, InstantSource clock, Limits limits) {
    this(
        PveClient.of(settings, new PveHttpClient(settings, limits)),
        settings,
        executor,
        clock,
        () -> {});
  }

  /** The same over an existing client, with an action after each list of VMs. */
  PveGateway(
      PveApi api, Settings settings, Executor executor, InstantSource clock, Runnable afterList) {
    Optional<NodeName> only = settings.node();
    this.api = api;
    this.token = settings.tokenId();
    this.afterList = afterList;
    this.agents = new AgentCalls(api);
    this.configs = new ConfigBatch(this::config, executor, clock);
    this.rows = new RowReader(clock);
    this.inventory = new InventoryAssembly(api, only, rows, executor, clock);
    this.mappings = new ExpiringValue<>(this::readMappings, MAPPINGS_AGE, clock);
    this.storages = new StorageReader(this::readStorages, executor, STORAGES_WITHIN);
  }

  @Override
  public Inventory inventory() {
    return thenCheckAccess(inventory.read());
  }

  @Override
  public List<NodeName> nodes() {
    return inventory.names();
  }

  @Override
  public Inventory index() {
    return thenCheckAccess(inventory.index());
  }

  @Override
  public Map<VmRef, Optional<VmConfig>> configs(Collection<VmRef> vms) {
    return configs.read(vms);
  }

  @Override
  public Optional<VmRef> locate(VmId id) {
    return inventory.locate(id);
  }

  @Override
  public List<Vm> guests(NodeName node) {
    return thenCheckAccess(inventory.guests(node));
  }

  @Override
  public List<Vm> containers(NodeName node) {
    return inventory.containers(node);
  }

  @Override
  public Optional<VmStatus> status(VmRef vm) {
    return ifThere(
        () ->
            Translation.status(
                vm,
                PveCalls.data(
                    "GET " + path(vm) + "/status/current",
                    () -> api.status(vm.node().value(), vm.type().pathWord(), vm.id().value()),
                    StatusReply::data)));
  }

  @Override
  public Optional<VmConfig> config(VmRef vm) {
    return ifThere(() -> readConfig(vm));
  }

  @Override
  public Optional<VmConfig> configInUse(VmRef vm) {
    return ifThere(
        () ->
            ConfigTranslation.config(
                PveCalls.data(
                    "GET " + path(vm) + "/config?current=1",
                    () ->
                        api.configInUse(
                            vm.node().value(), vm.type().pathWord(), vm.id().value(), 1),
                    ConfigReply::data)));
  }

  @Override
  public Mappings mappings() {
    return mappings.get();
  }

  private Mappings readMappings() {
    return MappingTranslation.mappings(
        PveCalls.data("GET /cluster/mapping/pci", api::pciMappings, MappingsReply::data),
        PveCalls.data("GET /cluster/mapping/usb", api::usbMappings, MappingsReply::data));
  }

  @Override
  public List<Storage> storages(NodeName node) {
    return storages.of(node);
  }

  @Override
  public Upid start(VmRef vm) {
    return send(vm, "start", () -> api.start(vm.node().value(), vm.id().value()));
  }

  @Override
  public Upid resume(VmRef vm) {
    return send(vm, "resume", () -> api.resume(vm.node().value(), vm.id().value()));
  }

  @Override
  public Upid reset(VmRef vm) {
    return send(vm, "reset", () -> api.reset(vm.node().value(), vm.id().value()));
  }

  @Override
  public Upid shutdown(VmRef vm, Duration timeout) {
    return send(
        vm,
        "shutdown",
        () ->
            api.shutdown(
                vm.node().value(), vm.type().pathWord(), vm.id().value(), timeout.toSeconds()));
  }

  @Override
  public Upid hibernate(VmRef vm) {
    return send(vm, "suspend", () -> api.suspend(vm.node().value(), vm.id().value(), 1));
  }

  @Override
  public Upid stop(VmRef vm) {
    return send(
        vm, "stop", () -> api.stop(vm.node().value(), vm.type().pathWord(), vm.id().value()));
  }

  @Override
  public Upid stopOverrulingShutdown(VmRef vm) {
    return send(
        vm,
        "stop",
        () -> api.stopOverruling(vm.node().value(), vm.type().pathWord(), vm.id().value(), 1));
  }

  @Override
  public AgentReport agent(VmRef vm) {
    return agents.report(vm);
  }

  @Override
  public void suspendDisk(VmRef vm) {
    agents.suspendDisk(vm);
  }

  @Override
  public void shutDownNode(NodeName node) {
    EmptyReply unused =
        PveCalls.reply(
            "POST /nodes/" + node + "/status", () -> api.nodeCommand(node.value(), "shutdown"));
  }

  @Override
  public boolean mayShutDown(NodeName node) {
    return permissions().has("Sys.PowerMgmt", "/nodes/" + node);
  }

  /** All nodes of the cluster, whatever the settings say, read now. */
  public List<NodeName> allNodes() {
    return PveCalls.data("GET /nodes", () -> api.nodes(), NodesReply::data).stream()
        .map(node -> Translation.node(node.node()))
        .toList();
  }

  /** What the token may do, read now. */
  public Permissions permissions() {
    return new Permissions(
        PveCalls.data("GET /access/permissions", () -> api.permissions(), PermissionsReply::data));
  }

  /**
   * What its user may do, read now. With privilege separation the token has only what both have.
   *
   * @throws PveRefused unless the token has Sys.Audit on /access (pve-access-control,
   *     PVE/API2/AccessControl.pm)
   */
  public Permissions permissionsOfUser() {
    String user = token.toString().replaceFirst("!.*", "");
    return new Permissions(
        PveCalls.data(
            "GET /access/permissions", () -> api.permissionsOf(user), PermissionsReply::data));
  }

  /** The version of Proxmox, such as {@code 9.2.11}. */
  public String version() {
    return Translation.given(
            PveCalls.data("GET /version", () -> api.version(), VersionReply::data).version())
        .orElse("");
  }

  @Override
  public Task task(Upid upid) {
    try {
      return Translation.task(
          upid,
          PveCalls.data(
              "GET " + path(upid) + "/status",
              () -> api.taskStatus(upid.node().value(), upid.text()),
              TaskStatusReply::data));
    } catch (PveRefused refused) {
      if (isUnknownTask(refused)) {
        return new Task(upid, new TaskOutcome.Vanished());
      }
      throw refused;
    }
  }

  @Override
  public Optional<String> lastLogLine(Upid upid) {
    return TaskLogReader.lastMessage(readLog(upid));
  }

  @Override
  public Optional<String> startComplaint(Upid upid) {
    return TaskLogReader.startComplaint(readLog(upid));
  }

  private List<TaskLogReply.Line> readLog(Upid upid) {
    return PveCalls.data(
        "GET " + path(upid) + "/log",
        () -> api.taskLog(upid.node().value(), upid.text(), LONGEST_LOG_LINES),
        TaskLogReply::data);
  }

  @Override
  public void abort(Upid upid) {
    try {
      EmptyReply unused =
          PveCalls.reply("DELETE " + path(upid), () -> api.abort(upid.node().value(), upid.text()));
    } catch (PveRefused refused) {
      if (!isUnknownTask(refused)) {
        throw refused;
      }
    }
  }

  @Override
  public List<Task> tasks(VmRef vm) {
    String what = "GET /nodes/" + vm.node() + "/tasks";
    List<TasksReply.Entry> entries =
        PveCalls.data(
            what,
            () -> api.tasks(vm.node().value(), "all", vm.id().value(), MOST_TASKS),
            TasksReply::data);
    return rows.read(what, entries, Translation::task).stream()
        .filter(task -> task.upid().user().equals(token.toString()))
        .sorted(Comparator.comparingLong((Task task) -> task.upid().startEpochSecond()).reversed())
        .toList();
  }

  @Override
  public List<String> unreadable() {
    return rows.unreadable();
  }

  private <T> T thenCheckAccess(T latest) {
    afterList.run();
    return latest;
  }

  private List<Storage> readStorages(NodeName node) {
    return PveCalls.data(
            "GET /nodes/" + node + "/storage",
            () -> api.storages(node.value()),
            StoragesReply::data)
        .stream()
        .flatMap(entry -> Translation.storage(entry).stream())
        .toList();
  }

  private VmConfig readConfig(VmRef vm) {
    return ConfigTranslation.config(
        PveCalls.data(
            "GET " + path(vm) + "/config",
            () -> api.config(vm.node().value(), vm.type().pathWord(), vm.id().value()),
            ConfigReply::data));
  }

  private static Upid send(VmRef vm, String verb, Supplier<UpidReply> call) {
    return Translation.upid(
        PveCalls.data("POST " + path(vm) + "/status/" + verb, call, UpidReply::data));
  }

  private static <T> Optional<T> ifThere(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (PveRefused refused) {
      if (refused.reason() == PveRefused.Reason.HANDLER
          && NO_SUCH_VM.matcher(refused.words()).find()) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static boolean isUnknownTask(PveRefused refused) {
    return NO_SUCH_TASK.equals(refused.errors().get("upid"));
  }

  private static String path(VmRef vm) {
    return "/nodes/" + vm.node() + "/" + vm.type().pathWord() + "/" + vm.id();
  }

  private static String path(Upid upid) {
    return "/nodes/" + upid.node() + "/tasks/" + upid;
  }
}
