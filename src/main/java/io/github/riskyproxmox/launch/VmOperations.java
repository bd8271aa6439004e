package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates operations and sends them to Proxmox, with the stop strategies. */
final class VmOperations {
  private static final Duration LEAST_START = Duration.ofMinutes(5);

  private static final Duration OVERTAKING = Duration.ofSeconds(90);

  /** The longest time for an operation, however much memory Proxmox reports for a VM. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final Proxmox proxmox;
  private final StopStrategies strategies;
  private final Duration shutdownTimeout;

  VmOperations(Proxmox proxmox, StopStrategies strategies, Duration shutdownTimeout) {
    this.proxmox = proxmox;
    this.strategies = strategies;
    this.shutdownTimeout = shutdownTimeout;
  }

  /** Whether its tag allows to terminate it without a question. */
  static boolean isEasyKill(Vm vm) {
    return TagPolicy.isEasyKill(vm.tags());
  }

  List<StopStrategy> strategies() {
    return strategies.all();
  }

  StopStrategy strategy(StopAction action) {
    return strategies.get(action);
  }

  /** The VM with its status and configuration, read now; empty if it is no longer on its node. */
  Optional<StopSubject> subject(Vm vm) {
    return proxmox
        .status(vm.ref())
        .flatMap(
            status -> proxmox.config(vm.ref()).map(config -> new StopSubject(vm, status, config)));
  }

  /** Stops that VM. */
  VmOperation stop(StopSubject subject, StopAction action, boolean easyKill) {
    StopStrategy strategy = strategies.get(action);
    Vm vm = subject.vm();
    return new VmOperation(
        vm.ref(),
        vm.name(),
        VmOperation.Verb.STOP,
        VmOperation.Purpose.STOP,
        Optional.of(action),
        easyKill,
        subject.status().haManaged(),
        strategy.canBeOvertaken() && !TagPolicy.isNeverKill(vm.tags()),
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

  /** Resets a target that has crashed. */
  VmOperation reset(StopSubject subject) {
    return start(
        subject, VmOperation.Verb.RESET, VmOperation.Purpose.RESET, VmOperation.RESET_TASKS);
  }

  /** A VM that was powered off boots, though Proxmox calls that a resume. */
  private static VmOperation.Purpose purpose(PowerState power) {
    return switch (power) {
      case PAUSED, ASLEEP, HIBERNATED -> VmOperation.Purpose.RESUME;
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
        false,
        subject.status().haManaged(),
        false,
        startLimit(subject.config()),
        taskTypes);
  }

  /** How long terminate may take when it overtakes a shutdown. */
  Duration terminateAllowed() {
    return OVERTAKING;
  }

  /** Sends the operation to Proxmox. */
  Upid send(VmOperation operation, boolean overrule) {
    return switch (operation.verb()) {
      case START -> proxmox.start(operation.vm());
      case RESUME -> proxmox.resume(operation.vm());
      case RESET -> proxmox.reset(operation.vm());
      case STOP ->
          overrule
              ? proxmox.stopOverrulingShutdown(operation.vm())
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
    return strategies.get(operation.action().orElseThrow());
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
