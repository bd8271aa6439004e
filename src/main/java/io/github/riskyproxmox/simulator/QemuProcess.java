package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.Optional;

/** The running QEMU process of a VM. */
final class QemuProcess {
  private final long pid;
  private final Instant since;
  private String runState;
  private Optional<SimClock.Alarm> powerDown = Optional.empty();

  QemuProcess(long pid, Instant since, String runState) {
    this.pid = pid;
    this.since = since;
    this.runState = runState;
  }

  long pid() {
    return pid;
  }

  Instant since() {
    return since;
  }

  String runState() {
    return runState;
  }

  void setRunState(String newState) {
    runState = newState;
  }

  /** Whether the guest is powering off. */
  boolean isPoweringDown() {
    return powerDown.isPresent();
  }

  void setPowerDown(SimClock.Alarm alarm) {
    powerDown = Optional.of(alarm);
  }

  void cancelPowerDown() {
    powerDown.ifPresent(SimClock.Alarm::cancel);
    powerDown = Optional.empty();
  }
}
