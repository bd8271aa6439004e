package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task and the worker that does it. Guarded by its cluster's monitor. */
public final class SimTask {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

  private final TaskIdentity identity;
  private final SimCluster cluster;
  private final List<String> log = new ArrayList<>();
  private final List<SimClock.Alarm> alarms = new ArrayList<>();
  private final List<Runnable> atEnd = new ArrayList<>();
  private int warnings;
  private Optional<String> exitStatus = Optional.empty();
  private Instant ended = Instant.EPOCH;

  SimTask(SimCluster cluster, TaskIdentity identity) {
    this.cluster = cluster;
    this.identity = identity;
  }

  /** Its identity as PVE prints it. */
  public String upid() {
    return identity.upid();
  }

  /** Its kind: {@code qmstart}, ... */
  public String type() {
    return identity.type();
  }

  /** Whether its worker is at work. */
  public boolean isRunning() {
    return exitStatus.isEmpty();
  }

  /** How it ended; empty as long as it runs. */
  public Optional<String> exitStatus() {
    return exitStatus;
  }

  /** What it has printed. */
  public List<String> log() {
    return List.copyOf(log);
  }

  TaskIdentity identity() {
    return identity;
  }

  /** When its worker ended; empty as long as it runs. */
  public Optional<Instant> ended() {
    return isRunning() ? Optional.empty() : Optional.of(ended);
  }

  void print(String line) {
    log.add(line);
  }

  void warn(String line) {
    log.add("WARN: " + line);
    warnings++;
  }

  /** Goes on after a while, unless the worker has ended by then. */
  void after(Duration delay, Runnable then) {
    alarms.add(
        cluster.after(
            delay,
            () -> {
              if (isRunning()) {
                then.run();
              }
            }));
  }

  /** Does something when the worker ends, however it ends. */
  void atEnd(Runnable action) {
    atEnd.add(action);
  }

  /** Takes the VM's lock file, waiting up to 10 s as PVE does; it is given up at the task's end. */
  void lockConfig(SimVm vm, Runnable then) {
    ConfigLock lock = vm.configLock();
    int line = log.size();
    atEnd(() -> lock.release(this));
    boolean atOnce =
        lock.acquire(
            this,
            () -> {
              if (log.size() > line) {
                log.set(line, log.get(line) + " OK");
              }
              then.run();
            });
    if (!atOnce) {
      log.add("trying to acquire lock...");
      after(
          LOCK_WAIT,
          () -> {
            if (!lock.isHeldBy(this)) {
              fail(
                  "can't lock file '/var/lock/qemu-server/lock-"
                      + vm.vmid()
                      + ".conf' - got timeout");
            }
          });
    }
  }

  void done() {
    if (warnings > 0) {
      log.add("TASK WARNINGS: " + warnings);
      end("WARNINGS: " + warnings);
    } else {
      log.add("TASK OK");
      end("OK");
    }
  }

  void fail(String text) {
    log.add("TASK ERROR: " + text);
    end(text);
  }

  /** Killed politely, by a {@code DELETE} or by {@code overrule-shutdown}. */
  void interrupt() {
    if (isRunning()) {
      fail("received interrupt");
    }
  }

  /** Killed without a chance to write its last line. */
  void crash() {
    if (isRunning()) {
      end("unexpected status");
    }
  }

  private void end(String status) {
    exitStatus = Optional.of(status);
    ended = cluster.clock().now();
    alarms.forEach(SimClock.Alarm::cancel);
    alarms.clear();
    List<Runnable> actions = List.copyOf(atEnd);
    atEnd.clear();
    actions.forEach(Runnable::run);
  }
}
