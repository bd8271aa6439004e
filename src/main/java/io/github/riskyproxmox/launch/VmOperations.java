package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Creates operations and sends them to Proxmox, with the stop strategies. */
final class VmOperations {
  private static final Duration LEAST_START = Duration.ofMinutes(5);

  private static final Duration OVERTAKING = Duration.ofSeconds(90);

  /** The longest time for an operation, however much memory Proxmox reports for a VM. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final Proxmox proxmox;
  private final GuestAgents agents;
  private final StopStrategies strategies;
  private final Duration shutdownTimeout;

  VmOperations(
      Proxmox proxmox,
      StopStrategies strategies,
      Duration shutdownTimeout,
      Supplier<Instant> clock) {
    this.proxmox = proxmox;
    this.agents = new GuestAgents(proxmox, clock);
    this.strategies = strategies;
    this.shutdownTimeout = shutdownTimeout;
  }

  /** Whether its tag allows to terminate it without a question. */
  static boolean isEasyKill(Vm vm) {
    return TagPolicy.isEasyKill(vm.tags());
  }

  StopStrategies strategies() {
    return strategies;
  }

  /** Whether that action can be used on that VM now. */
  Availability availability(StopAction action, StopSubject subject) {
    return strategies.get(action, subject).availability(subject);
  }

  /** The types that the task of a graceful shutdown can have. */
  Set<String> shutdownTasks() {
    return strategies.get(StopAction.SHUTDOWN.id()).taskTypes();
  }

  /** The types that the task of terminate can have. */
  Set<String> terminateTasks() {
    return strategies.get(StopAction.TERMINATE.id()).taskTypes();
  }

  /** The VM with its status and configuration, read now; empty if it is no longer on its node. */
  Optional<StopSubject> subject(Vm vm) {
    return proxmox
        .status(vm.ref())
        .flatMap(
            status ->
                proxmox
                    .config(vm.ref())
                    .map(config -> new StopSubject(vm, status, config, agent(vm, status, config))));
  }

  /** Asks the guest agent only where something depends on it: it may take 3 s to be silent. */
  private Optional<AgentReport> agent(Vm vm, VmStatus status, VmConfig config) {
    return Optional.of(vm.ref())
        .filter(ref -> status.power() == PowerState.RUNNING)
        .filter(ref -> config.device("hostpci").isPresent())
        .map(agents::recent);
  }

  /**
   * Stops that VM.
   *
   * @param because why it cannot run beside the target; empty if a client asked to stop it
   */
  VmOperation stop(
      StopSubject subject, StopAction action, boolean easyKill, List<Message> because) {
    StopStrategy strategy = strategies.get(action, subject);
    Vm vm = subject.vm();
    return VmOperation.stopping(
        vm.ref(),
        vm.name(),
        new VmOperation.Stop(
            action,
            strategy.id(),
            easyKill,
            strategy.canBeOvertaken() && !TagPolicy.isNeverKill(vm.tags()),
            strategy.needsRunningGuest() && subject.status().power().isHalted(),
            because),
        subject.status().haManaged(),
        strategy.allowed(subject, shutdownTimeout),
        strategy.taskTypes());
  }

  /** Starts or resumes the target. */
  VmOperation start(StopSubject subject) {
    PowerState power = subject.status().power();
    return start(
        subject,
        power.resumes() ? VmOperation.Verb.RESUME : VmOperation.Verb.START,
        purpose(power),
        VmOperation.START_TASKS);
  }

  /** Starts a VM that was stopped for that. */
  VmOperation restart(StopSubject subject) {
    return start(
        subject, VmOperation.Verb.START, VmOperation.Purpose.START, VmOperation.START_TASKS);
  }

  /** Resets a target that has crashed. */
  VmOperation reset(StopSubject subject) {
    return start(
        subject, VmOperation.Verb.RESET, VmOperation.Purpose.RESET, VmOperation.RESET_TASKS);
  }

  /** A VM that was powered off boots, though Proxmox calls that a resume. */
  private static VmOperation.Purpose purpose(PowerState power) {
    return switch (power) {
      case PAUSED, HIBERNATED -> VmOperation.Purpose.RESUME;
      case ASLEEP -> VmOperation.Purpose.WAKE;
      case RUNNING, CRASHED, POWERED_OFF, STOPPED, UNKNOWN -> VmOperation.Purpose.START;
    };
  }

  private static VmOperation start(
      StopSubject subject,
      VmOperation.Verb verb,
      VmOperation.Purpose purpose,
      Set<String> taskTypes) {
    Vm target = subject.vm();
    return new VmOperation(
        target.ref(),
        target.name(),
        verb,
        purpose,
        Optional.empty(),
        subject.status().haManaged(),
        startLimit(subject.config()),
        taskTypes);
  }

  /** How long terminate may take when it overtakes a shutdown. */
  Duration terminateAllowed() {
    return OVERTAKING;
  }

  /** Sends the operation to Proxmox; empty if it creates no task for it. */
  Optional<Upid> send(VmOperation operation, boolean overrule) {
    return switch (operation.verb()) {
      case START -> Optional.of(proxmox.start(operation.vm()));
      case RESUME -> Optional.of(proxmox.resume(operation.vm()));
      case RESET -> Optional.of(proxmox.reset(operation.vm()));
      case STOP ->
          overrule
              ? Optional.of(proxmox.stopOverrulingShutdown(operation.vm()))
              : strategy(operation).send(proxmox, operation.vm(), shutdownTimeout);
    };
  }

  /** Whether the operation has reached its goal by that reading. */
  boolean reached(VmOperation operation, Optional<VmStatus> status) {
    return status
        .filter(
            read ->
                operation.stops()
                    ? strategy(operation).reached(read)
                    : read.power() == PowerState.RUNNING)
        .isPresent();
  }

  private StopStrategy strategy(VmOperation operation) {
    return strategies.get(operation.stop().orElseThrow().strategy());
  }

  /**
   * Never shorter than PVE's own limit (pve-api.md §3): 30 s, or 1 s per GiB, four times that with
   * passed-through devices, at least 300 s when resuming, and 5 s per network card.
   */
  private static Duration startLimit(VmConfig config) {
    long base = Math.max(30, config.memoryMiB() / 1024);
    long withDevices = config.device("hostpci").isPresent() ? base * 4 : base;
    Duration limit = Duration.ofSeconds(withDevices);
    Duration whole =
        (limit.compareTo(LEAST_START) < 0 ? LEAST_START : limit)
            .plusSeconds(5L * config.networkCards());
    return whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
  }
}
