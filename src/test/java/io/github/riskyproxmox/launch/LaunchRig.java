package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.ManualSimClock;
import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.stop.GracefulShutdown;
import io.github.riskyproxmox.stop.GuestHibernation;
import io.github.riskyproxmox.stop.Hibernate;
import io.github.riskyproxmox.stop.Terminate;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The coordinator, the real gateway and a simulated Proxmox. A launch is over when its request
 * returns.
 */
final class LaunchRig implements AutoCloseable {
  private static final LaunchStage USUAL = new LaunchStage(Limits.STANDARD);

  private final ManualSimClock clock;
  private final SimulatedLaunchClock launchClock;
  private final SimServer server;
  private final LaunchWitness witness;
  private final Path stateDirectory;
  private final List<LaunchReport> reports = new ArrayList<>();
  private final List<JournalTrouble> troubles = new ArrayList<>();
  private Consumer<LaunchReport> listener = report -> {};
  private Duration shutdownTimeout = Duration.ofSeconds(180);
  private Exclusion exclusion = Exclusion.NODE;
  private boolean hostPoweroff;
  private final List<String> unread = new CopyOnWriteArrayList<>();
  private LaunchCoordinator coordinator;

  LaunchRig(String vms) {
    this(scenario(vms));
  }

  LaunchRig(SimScenario scenario) {
    this(scenario, USUAL);
  }

  /** With a stage that was used before, which is much quicker to set up. */
  LaunchRig(SimScenario scenario, LaunchStage stage) {
    this.server = stage.serve(scenario);
    this.clock = (ManualSimClock) server.cluster().clock();
    this.launchClock = new SimulatedLaunchClock(clock);
    this.witness = new LaunchWitness(stage.gateway(), server);
    stateDirectory = temporaryDirectory();
    restart();
  }

  /** In memory where there is such a place: every state of every launch is written and synced. */
  private static Path temporaryDirectory() {
    try {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "launches")
          : Files.createTempDirectory("launches");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** A node {@code pve} with those VMs, as the scenario's JSON has them. */
  static SimScenario scenario(String vms) {
    return SimScenario.parse("{\"nodes\":[{\"name\":\"pve\"}],\"vms\":[%s]}".formatted(vms));
  }

  /** Restarts the agent with the same state directory; a launch under way is resumed here. */
  void restart() {
    restart(Runnable::run);
  }

  /** The same, with other threads for launches. */
  void restart(Executor executor) {
    restart(executor, new ReadBack(stateDirectory));
  }

  /** The same, with a journal of the test's own. */
  void restart(Executor executor, LaunchJournal journal) {
    coordinator = newCoordinator(executor, journal);
    coordinator.open();
  }

  /** Restarts the agent with that shutdown timeout. */
  void shutdownTimeout(Duration timeout) {
    shutdownTimeout = timeout;
    restart();
  }

  /** The agent is started anew with that setting. */
  void exclude(Exclusion setting) {
    exclusion = setting;
    restart();
  }

  /** The agent is started anew and may shut nodes down. */
  void allowHostPoweroff() {
    hostPoweroff = true;
    restart();
  }

  /** The user and the token have those privileges, and no other, on that path. */
  void grant(String path, String... privileges) {
    for (String subject : List.of("launcher@pve", "launcher@pve!agent")) {
      server.cluster().access().grant(subject, path, Set.of(privileges));
    }
  }

  private LaunchCoordinator newCoordinator(Executor executor, LaunchJournal journal) {
    VmOperations operations =
        new VmOperations(
            witness,
            new StopStrategies(
                List.of(
                    new GracefulShutdown(),
                    new Hibernate(),
                    new GuestHibernation(),
                    new Terminate())),
            shutdownTimeout,
            launchClock::now);
    return new LaunchCoordinator(
        witness,
        new ConflictPolicy(exclusion),
        hostPoweroff,
        operations,
        journal,
        () -> launchClock,
        executor,
        report -> {
          reports.add(report);
          listener.accept(report);
        },
        troubles::add);
  }

  LaunchReply launch(int vmid) {
    return ask(new LaunchRequest.Start(new VmId(vmid), Optional.empty(), "test"));
  }

  LaunchReply launch(int vmid, StopAction action) {
    return ask(new LaunchRequest.Start(new VmId(vmid), Optional.of(action), "test"));
  }

  /** Each VM in the way stops by its own action. */
  LaunchReply launch(int vmid, Map<Integer, StopAction> actions) {
    Map<VmId, StopAction> each = new HashMap<>();
    actions.forEach((vm, action) -> each.put(new VmId(vm), action));
    return ask(
        new LaunchRequest.Start(
            new VmId(vmid),
            new StopWish(Optional.empty(), each),
            Optional.empty(),
            Optional.empty(),
            "test"));
  }

  LaunchReply stop(int vmid, Optional<StopAction> action) {
    return ask(new LaunchRequest.Stop(new VmId(vmid), StopWish.all(action), false, "test"));
  }

  /** Stops it and starts it again. */
  LaunchReply restart(int vmid, Optional<StopAction> action) {
    return ask(new LaunchRequest.Stop(new VmId(vmid), StopWish.all(action), true, "test"));
  }

  LaunchReply shutDownHost(Optional<StopAction> action) {
    return ask(new LaunchRequest.ShutDownHost(Optional.empty(), StopWish.all(action), "test"));
  }

  /** One that has crashed is brought back that way. */
  LaunchReply recover(int vmid, Recovery recovery, Optional<StopAction> action) {
    return ask(
        new LaunchRequest.Start(
            new VmId(vmid), StopWish.all(action), Optional.empty(), Optional.of(recovery), "test"));
  }

  LaunchReply launchKnowing(int vmid, StopAction action, Integer... running) {
    Set<VmId> believed = Stream.of(running).map(VmId::new).collect(Collectors.toSet());
    return ask(
        new LaunchRequest.Start(
            new VmId(vmid),
            StopWish.all(Optional.of(action)),
            Optional.of(believed),
            Optional.empty(),
            "test"));
  }

  /** Each VM of the node stops by its own action. */
  LaunchReply shutDownHost(Optional<NodeName> node, StopWish wish) {
    return ask(new LaunchRequest.ShutDownHost(node, wish, "test"));
  }

  /** Asks the agent for that. */
  LaunchReply ask(LaunchRequest request) {
    return coordinator.request(request);
  }

  LaunchCoordinator coordinator() {
    return coordinator;
  }

  /** What the agent does with Proxmox. */
  LaunchWitness witness() {
    return witness;
  }

  ManualSimClock clock() {
    return clock;
  }

  SimServer server() {
    return server;
  }

  SimulatedLaunchClock launchClock() {
    return launchClock;
  }

  Path stateDirectory() {
    return stateDirectory;
  }

  /** Calls that listener with every report. */
  void listen(Consumer<LaunchReport> newListener) {
    listener = newListener;
  }

  /** All that was published of the record, oldest first. */
  List<JournalTrouble> troubles() {
    return troubles;
  }

  /** Everything that was published, oldest first. */
  List<LaunchReport> reports() {
    return reports;
  }

  LaunchReport last() {
    return coordinator.current().orElseThrow();
  }

  String power(int vmid) {
    return witness
        .status(
            new io.github.riskyproxmox.domain.vm.VmRef(
                new io.github.riskyproxmox.domain.vm.NodeName("pve"), new VmId(vmid)))
        .map(status -> status.power().name())
        .orElse("ABSENT");
  }

  /** How all tasks of a VM have ended. */
  List<String> ends(int vmid) {
    return server.cluster().tasks().stream()
        .filter(task -> task.upid().contains(":" + task.type() + ":" + vmid + ":"))
        .flatMap(task -> task.exitStatus().stream())
        .toList();
  }

  /** How many tasks of that type Proxmox is at. */
  long underWay(String type) {
    return server.cluster().tasks().stream()
        .filter(task -> task.type().equals(type) && task.isRunning())
        .count();
  }

  /** The acting calls that reached Proxmox, as {@code POST 101 shutdown}. */
  List<String> acts() {
    return server.requests().stream()
        .filter(request -> !request.method().equals("GET"))
        .map(LaunchRig::act)
        .toList();
  }

  private static String act(RecordedRequest request) {
    String overrule = request.parameters().containsKey("overrule-shutdown") ? " overruling" : "";
    return request
            .line()
            .replaceAll("/nodes/[^/]+/(?:qemu|lxc)/(\\d+)/(?:status/)?", "$1 ")
            .replaceAll("/nodes/[^/]+/tasks/.*", "task")
        + overrule;
  }

  @Override
  public void close() {
    if (!unread.isEmpty()) {
      throw new AssertionError("The journal cannot be read: " + unread);
    }
    try (Stream<Path> files = Files.walk(stateDirectory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }

  /** Reads at once what was written: the next agent must understand every state. */
  private final class ReadBack extends LaunchJournal {
    private final JournalFile file;

    ReadBack(Path directory) {
      super(directory);
      file = new JournalFile(directory.resolve("launches.json"));
    }

    @Override
    void write(List<LaunchState> launches) throws IOException {
      super.write(launches);
      try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader(file.text()))) {
        List<LaunchState> read = JournalReader.launches(reader.readObject());
        if (!read.equals(launches)) {
          unread.add(launches + " became " + read);
        }
      } catch (RuntimeException refused) {
        unread.add(launches + ": " + refused);
      }
    }
  }
}
