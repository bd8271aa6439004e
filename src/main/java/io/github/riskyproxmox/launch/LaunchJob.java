package io.github.riskyproxmox.launch;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The run of a launch as a task of the container's executor. The container may accept a task and
 * never begin it, for instance when the application is being undeployed: that is reported too.
 */
final class LaunchJob implements Runnable, ManagedTask, ManagedTaskListener {
  private final Runnable run;
  private final Runnable neverBegun;
  private final AtomicBoolean settled = new AtomicBoolean();

  /** Exactly one of the two is called, and once. */
  LaunchJob(Runnable run, Runnable neverBegun) {
    this.run = run;
    this.neverBegun = neverBegun;
  }

  @Override
  public void run() {
    if (settled.compareAndSet(false, true)) {
      run.run();
    }
  }

  @Override
  public void taskAborted(
      Future<?> future, ManagedExecutorService executor, Object task, Throwable why) {
    if (settled.compareAndSet(false, true)) {
      neverBegun.run();
    }
  }

  @Override
  public ManagedTaskListener getManagedTaskListener() {
    return this;
  }

  @Override
  public Map<String, String> getExecutionProperties() {
    return Map.of();
  }

  @Override
  public void taskSubmitted(Future<?> future, ManagedExecutorService executor, Object task) {
    // It has not begun yet.
  }

  @Override
  public void taskStarting(Future<?> future, ManagedExecutorService executor, Object task) {
    // The run reports its own progress.
  }

  @Override
  public void taskDone(
      Future<?> future, ManagedExecutorService executor, Object task, Throwable failure) {
    // The run has ended its launch itself.
  }
}
