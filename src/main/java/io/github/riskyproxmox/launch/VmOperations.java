package io.github.riskyproxmox.launch;

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

/** Makes orders, and gives them to Proxmox: what a launch wants, in the strategies' terms. */
final class VmOperations {
  private static final String EASY_KILL = "easy-kill";
  private static final Duration LEAST_START = Duration.ofMinutes(5);

  private static final Duration OVERTAKING = Duration.ofSeconds(90);

  /** The longest that anything may take: how much memory a VM has is what Proxmox says. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final Proxmox proxmox;
  private final StopStrategies strategies;
  private final Duration shutdownTimeout;

  VmOperations(Proxmox proxmox, StopStrategies strategies, Duration shutdownTimeout) {
    this.proxmox = proxmox;
    this.strategies = strategies;
    this.shutdownTimeout = shutdownTimeout;
  }

  /** Whether its owner lets it be terminated without a question. */
  static boolean isEasyKill(Vm vm) {
    return vm.tags().contains(EASY_KILL);
  }

  List<StopStrategy> strategies() {
    return strategies.all();
  }

  StopStrategy strategy(StopAction action) {
    return strategies.get(action);
  }

  /** The VM with its status and configuration, read now; empty if its node has it no more. */
  Optional<StopSubject> subject(Vm vm) {
    return proxmox
        .status(vm.ref())
        .flatMap(
            status -> proxmox.config(vm.ref()).map(config -> new StopSubject(vm, status, config)));
  }

  /** Getting that VM out of the way. */
  VmOperation stop(StopSubject subject, StopAction action, boolean easyKill) {
    StopStrategy strategy = strategies.get(action);
    Vm vm = subject.vm();
    return new VmOperation(
        vm.ref(),
        vm.name(),
        VmOperation.Verb.STOP,
        Optional.of(action),
        easyKill,
        subject.status().haManaged(),
        strategy.canBeOvertaken(),
        strategy.stepTitle(vm.name()),
        strategy.allowed(subject, shutdownTimeout),
        strategy.taskTypes());
  }

  /** Bringing the target to life. */
  VmOperation start(StopSubject subject) {
    PowerState power = subject.status().power();
    return toLife(
        subject,
        power.resumes() ? VmOperation.Verb.RESUME : VmOperation.Verb.START,
        title(power),
        VmOperation.START_TASKS);
  }

  /** Bringing the target to life where it has crashed. */
  VmOperation reset(StopSubject subject) {
    return toLife(subject, VmOperation.Verb.RESET, "Reset ", VmOperation.RESET_TASKS);
  }

  /** What was powered off boots, though Proxmox calls it a resume. */
  private static String title(PowerState power) {
    return switch (power) {
      case PAUSED, ASLEEP, HIBERNATED -> "Resume ";
      case RUNNING, CRASHED, POWERED_OFF, STOPPED, UNKNOWN -> "Start ";
    };
  }

  private static VmOperation toLife(
      StopSubject subject, VmOperation.Verb verb, String title, Set<String> tasks) {
    Vm target = subject.vm();
    return new VmOperation(
        target.ref(),
        target.name(),
        verb,
        Optional.empty(),
        false,
        subject.status().haManaged(),
        false,
        title + target.name(),
        startLimit(subject.config()),
        tasks);
  }

  /** How long terminate may take when it overtakes a shutdown. */
  Duration terminateAllowed() {
    return OVERTAKING;
  }

  /** Gives the order to Proxmox. */
  Upid send(VmOperation order, boolean overrule) {
    return switch (order.verb()) {
      case START -> proxmox.start(order.vm());
      case RESUME -> proxmox.resume(order.vm());
      case RESET -> proxmox.reset(order.vm());
      case STOP ->
          overrule
              ? proxmox.stopOverrulingShutdown(order.vm())
              : strategy(order).send(proxmox, order.vm(), shutdownTimeout);
    };
  }

  /** Whether that reading is what the order is for. */
  boolean reached(VmOperation order, Optional<VmStatus> status) {
    return status
        .filter(
            read ->
                order.stops() ? strategy(order).reached(read) : read.power() == PowerState.RUNNING)
        .isPresent();
  }

  private StopStrategy strategy(VmOperation order) {
    return strategies.get(order.action().orElseThrow());
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
