package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest 2,000 tasks. Guarded by its cluster's monitor. */
final class TaskBook {
  private static final int MOST = 2_000;
  private static final long FIRST_PID = 0xDC;
  private final Map<String, SimTask> tasks = new LinkedHashMap<>();
  private long pid = FIRST_PID;

  /** Creates a task of a node; its worker has not started yet. */
  SimTask create(SimCluster cluster, String node, String type, int vmid, String user) {
    Instant now = cluster.clock().now();
    long ticks = (now.toEpochMilli() / 10) & 0x7FFFFFFFL;
    TaskIdentity identity =
        new TaskIdentity(
            node, pid++, ticks, now.getEpochSecond(), type, Integer.toString(vmid), user);
    SimTask task = new SimTask(cluster, identity);
    tasks.put(task.upid(), task);
    if (tasks.size() > MOST) {
      tasks.values().stream().filter(old -> !old.isRunning()).findFirst().ifPresent(this::drop);
    }
    return task;
  }

  private void drop(SimTask task) {
    tasks.remove(task.upid());
  }

  /** A unique process id. */
  long nextPid() {
    return pid++;
  }

  Optional<SimTask> find(String upid) {
    return Optional.ofNullable(tasks.get(upid));
  }

  /** Deletes its log file: the task is then unknown, but its worker continues. */
  void forget(String upid) {
    tasks.remove(upid);
  }

  /** The tasks, newest first. */
  List<SimTask> all() {
    List<SimTask> newestFirst = new ArrayList<>(tasks.values());
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
