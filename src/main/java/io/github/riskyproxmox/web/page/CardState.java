package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import java.util.Locale;
import java.util.Optional;

/** What a card says a VM is doing: each has a colour, a sign and a word of its own. */
public enum CardState {
  /** It runs. */
  RUNNING("Running"),
  /** Suspended in RAM. */
  PAUSED("Paused"),
  /** The guest sleeps. */
  ASLEEP("Asleep"),
  /** The guest does not run and will not by itself. */
  CRASHED("Crashed"),
  /** The guest has powered off, and its QEMU is still there. */
  POWERED_OFF("Powered off"),
  /** Saved to disk. */
  HIBERNATED("Hibernated"),
  /** Off. */
  STOPPED("Stopped"),
  /** The launch under way is stopping it. */
  STOPPING("Stopping"),
  /** The launch under way is starting it. */
  STARTING("Starting"),
  /** The launch under way will start it. */
  NEXT("Next"),
  /** Off, and Proxmox holds a lock on it. */
  LOCKED("Locked"),
  /** Its node does not answer. */
  UNKNOWN("Unknown");

  private final String word;

  CardState(String word) {
    this.word = word;
  }

  /** What that VM is doing, with regard to the launch under way. */
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
    if (!report.target().id().equals(vm.id())) {
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

  /** The word, with the action's own where the launch under way has one. */
  String word(Optional<StopAction> action) {
    if (this != STOPPING || action.isEmpty()) {
      return word;
    }
    return Messages.text(Message.of(PageText.ACTION_STOPPING, action.get().id()));
  }

  /** Its name in style sheets and the picture of its sign. */
  public String css() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
