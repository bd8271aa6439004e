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

  /** A new task of a node; its worker has not begun yet. */
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

  /** A process number that nothing else has. */
  long nextPid() {
    return pid++;
  }

  Optional<SimTask> find(String upid) {
    return Optional.ofNullable(tasks.get(upid));
  }

  /** Its log file is gone: nobody knows the task any more, though its worker goes on. */
  void forget(String upid) {
    tasks.remove(upid);
  }

  /** Newest first. */
  List<SimTask> all() {
    List<SimTask> newestFirst = new ArrayList<>(tasks.values());
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
