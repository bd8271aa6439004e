package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task and its worker. Guarded by its cluster's monitor. */
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

  /** Its UPID. */
  public String upid() {
    return identity.upid();
  }

  /** Its type, such as {@code qmstart}. */
  public String type() {
    return identity.type();
  }

  /** Whether its worker runs. */
  public boolean isRunning() {
    return exitStatus.isEmpty();
  }

  /** Its exit status; empty while it runs. */
  public Optional<String> exitStatus() {
    return exitStatus;
  }

  /** Its log. */
  public List<String> log() {
    return List.copyOf(log);
  }

  TaskIdentity identity() {
    return identity;
  }

  /** When its worker ended; empty while it runs. */
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

  /** Plans the next action of the worker, which runs unless the worker has ended by then. */
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

  /** Plans an action for the end of the worker. */
  void atEnd(Runnable action) {
    atEnd.add(action);
  }

  /** Waits up to 10 s for the VM's lock file, as PVE does, and releases it when the task ends. */
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
              fail("can't lock file '" + vm.lockFile() + "' - got timeout");
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

  /** Aborts the worker, after a {@code DELETE} or by {@code overrule-shutdown}. */
  void interrupt() {
    if (isRunning()) {
      fail("received interrupt");
    }
  }

  /** Kills the worker before it can write its last line. */
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
