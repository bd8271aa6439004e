package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.Locale;
import java.util.Optional;

/** The state of a VM on its card. Each has its own colour, icon and word. */
public enum CardState {
  /** Running. */
  RUNNING,
  /** Suspended in RAM. */
  PAUSED,
  /** The guest is asleep (S3). */
  ASLEEP,
  /** The guest has crashed. */
  CRASHED,
  /** The guest is off, but its QEMU still runs. */
  POWERED_OFF,
  /** Saved to disk. */
  HIBERNATED,
  /** Off. */
  STOPPED,
  /** The launch under way is stopping it. */
  STOPPING,
  /** The launch under way is starting it. */
  STARTING,
  /** The launch under way will start it. */
  NEXT,
  /** Off and locked by Proxmox. */
  LOCKED,
  /** Its node does not answer. */
  UNKNOWN;

  /** The state of that VM, including its part in the launch under way. */
  static CardState of(Vm vm, Optional<LaunchReport> launch) {
    return launch
        .filter(report -> !report.phase().isOver())
        .flatMap(report -> partIn(report, vm))
        .orElseGet(() -> alone(vm));
  }

  private static Optional<CardState> partIn(LaunchReport report, Vm vm) {
    if (report.stopping().contains(vm.id())) {
      return Optional.of(STOPPING);
    }
    if (report.goal() == LaunchGoal.STOP || !report.target().equals(Optional.of(vm.id()))) {
      return Optional.empty();
    }
    return Optional.of(report.phase() == LaunchPhase.STARTING ? STARTING : NEXT);
  }

  private static CardState alone(Vm vm) {
    return switch (vm.power()) {
      case RUNNING -> RUNNING;
      case PAUSED -> PAUSED;
      case ASLEEP -> ASLEEP;
      case CRASHED -> CRASHED;
      case POWERED_OFF -> POWERED_OFF;
      case HIBERNATED -> HIBERNATED;
      case STOPPED -> vm.lock().isPresent() ? LOCKED : STOPPED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The word for the state; for {@link #STOPPING} that of the action. */
  String word(Optional<StopAction> action) {
    if (this != STOPPING || action.isEmpty()) {
      return PageText.STATE.text(css());
    }
    return PageText.ACTION_STOPPING.text(action.get().id());
  }

  /** Its name in the style sheet and of its icon. */
  public String css() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
