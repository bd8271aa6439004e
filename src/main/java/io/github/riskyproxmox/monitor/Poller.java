package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Polls Proxmox, one poll at a time, while event streams are open or a launch is under way. A
 * caller that wants a poll during another one shares it. Thread-safe. Lock order: this, then {@link
 * CurrentSnapshot}.
 */
final class Poller {
  private final Scheduler scheduler;
  private final CurrentSnapshot site;
  private final InventoryReader reader;
  private final ConfigReader configs;
  private final LaunchFacts facts;
  private final PollSchedule schedule;
  private final UsageHistory usage;

  private final Object lock = new Object();
  private CompletableFuture<Void> current = CompletableFuture.completedFuture(null);
  private Instant lastStreamClosedAt = Instant.EPOCH;
  private Instant launchEndedAt = Instant.EPOCH;
  private int streams;
  private boolean ticking;
  private boolean pollPlanned;
  private volatile Instant answeredAt = Instant.EPOCH;

  Poller(
      Scheduler scheduler,
      CurrentSnapshot site,
      InventoryReader reader,
      ConfigReader configs,
      LaunchFacts facts,
      PollSchedule schedule,
      UsageHistory usage) {
    this.scheduler = scheduler;
    this.site = site;
    this.reader = reader;
    this.configs = configs;
    this.facts = facts;
    this.schedule = schedule;
    this.usage = usage;
  }

  /** When the last successful poll began, by {@link Scheduler#steady()}. */
  Instant answeredAt() {
    return answeredAt;
  }

  /** Starts a poll, or returns the one under way. */
  CompletableFuture<Void> poll() {
    synchronized (lock) {
      if (current.isDone()) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        current = begun;
        schedule.begun(scheduler.steady());
        scheduler.soon(() -> run(begun));
      }
      return current;
    }
  }

  /** Starts a poll if the last one is that old and the request budget allows another. */
  CompletableFuture<Void> pollIfOlderThan(Duration age) {
    synchronized (lock) {
      return schedule.allows(age, scheduler.steady()) ? poll() : current;
    }
  }

  /**
   * Polls regularly until each opened stream is closed.
   *
   * @return whether this is the first stream after a minute without any
   */
  boolean streamOpened() {
    synchronized (lock) {
      Instant longAgo = lastStreamClosedAt.plus(ConfigCache.AGE);
      boolean first = streams == 0 && !scheduler.steady().isBefore(longAgo);
      streams++;
      keepTicking();
      return first;
    }
  }

  /** Returns whether this was the last stream. */
  boolean streamClosed() {
    synchronized (lock) {
      streams = Math.max(0, streams - 1);
      lastStreamClosedAt = scheduler.steady();
      return streams == 0;
    }
  }

  /**
   * Polls regularly while the launch is under way.
   *
   * @param vmChanged whether it started or stopped a VM, so that a poll would show something new
   */
  void launchChanged(boolean over, boolean vmChanged) {
    synchronized (lock) {
      if (over) {
        launchEndedAt = scheduler.steady();
      }
      if (vmChanged) {
        planPoll();
      }
      keepTicking();
    }
  }

  /** Plans a poll that begins after now, but not within a second of the last one. */
  private void planPoll() {
    if (!pollPlanned) {
      pollPlanned = true;
      scheduler.after(schedule.afterLaunchChanged(scheduler.steady()), this::plannedPoll);
    }
  }

  private void plannedPoll() {
    synchronized (lock) {
      pollPlanned = false;
      if (current.isDone()) {
        CompletableFuture<Void> unused = poll();
      } else {
        // The poll under way may have begun before the change.
        planPoll();
      }
    }
  }

  /** At most one chain of ticks; it ends when no stream is open and no launch is under way. */
  private void keepTicking() {
    if (!ticking) {
      ticking = true;
      scheduler.after(schedule.untilDue(site.get(), scheduler.steady()), this::tick);
    }
  }

  private void tick() {
    synchronized (lock) {
      SiteSnapshot known = site.get();
      ticking = streams > 0 || known.launchUnderWay();
      if (!ticking) {
        return;
      }
      Instant now = scheduler.steady();
      try {
        if (schedule.isDue(known, now)) {
          CompletableFuture<Void> unused = poll();
        }
      } finally {
        scheduler.after(
            PollSchedule.longer(PollSchedule.FRESH, schedule.untilDue(known, now)), this::tick);
      }
    }
  }

  private void run(CompletableFuture<Void> done) {
    try {
      site.update(read());
      usage.add(site.get());
    } catch (RuntimeException | Error defect) {
      site.failed(defect);
    } finally {
      done.complete(null);
    }
    configs.readSoon();
  }

  private UnaryOperator<SiteSnapshot> read() {
    Instant begun = scheduler.steady();
    SiteSnapshot last = site.get();
    Map<NodeName, Instant> readTimes = last.read().map(ReadTimes::nodes).orElse(Map.of());
    try {
      InventoryReader.Result result =
          reader.poll(last.inventory(), readTimes, launchNode(begun), schedule.affordable(begun));
      schedule.spent(result.requests(), begun);
      Set<NodeName> silent = result.inventory().silentNodes().keySet();
      Inventory found =
          configs.annotate(Snapshots.withKnownDetails(last.inventory(), result.inventory()));
      Map<VmId, List<VmId>> excludes = configs.excludes(found);
      return old -> {
        answeredAt = begun;
        ReadTimes read =
            ReadTimes.of(begun, result.readTimes(), silent, scheduler.now(), scheduler.steady());
        return Snapshots.read(old, found, excludes, read, scheduler, facts);
      };
    } catch (PveException failure) {
      schedule.spent(1, begun);
      return old -> Snapshots.failed(old, failure, scheduler.now());
    }
  }

  private Optional<InventoryReader.LaunchNode> launchNode(Instant now) {
    boolean justEnded;
    synchronized (lock) {
      justEnded = now.isBefore(launchEndedAt.plus(PollSchedule.PERIOD));
    }
    return site.get()
        .launch()
        .filter(launch -> !launch.phase().isOver() || justEnded)
        .map(launch -> new InventoryReader.LaunchNode(launch.node(), !launch.phase().isOver()));
  }
}
