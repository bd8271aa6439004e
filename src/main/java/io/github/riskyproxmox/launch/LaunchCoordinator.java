package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One launch at a time. Of any number of requests one claims the launch before it asks Proxmox
 * anything, and holds it until its launch is over.
 */
final class LaunchCoordinator {
  private static final Logger LOG = Logger.getLogger(LaunchCoordinator.class.getName());

  private final LaunchSequence sequence = new LaunchSequence();
  private final Proxmox proxmox;
  private final ConflictFinder conflicts;
  private final VmOperations operations;
  private final LaunchPlanner planner;
  private final ShutdownPlanner shutdowns;
  private final LaunchHistory history;
  private final LaunchPublisher publisher;
  private final LaunchRequestLog requestLog;
  private final BusyReplies busyReplies;
  private final Supplier<LaunchClock> launchClocks;
  private final Executor executor;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile Optional<LaunchRunner> running = Optional.empty();
  private volatile boolean closed;

  LaunchCoordinator(
      Proxmox proxmox,
      ConflictPolicy policy,
      boolean hostPoweroff,
      VmOperations operations,
      LaunchJournal journal,
      Supplier<LaunchClock> launchClocks,
      Executor executor,
      Consumer<LaunchReport> reports,
      Consumer<JournalTrouble> troubles) {
    this.proxmox = proxmox;
    this.conflicts = new ConflictFinder(proxmox, policy);
    this.operations = operations;
    this.history = new LaunchHistory(journal, sequence, operations.strategies()::has);
    SiteReader sites = new SiteReader(proxmox, conflicts, operations);
    OrphanedShutdowns orphans = new OrphanedShutdowns(proxmox, history);
    StartCheck check = new StartCheck(proxmox);
    this.planner = new LaunchPlanner(sites, operations, orphans, check);
    this.shutdowns = new ShutdownPlanner(proxmox, sites, operations, orphans, check, hostPoweroff);
    this.publisher = new LaunchPublisher(history, reports, troubles);
    this.requestLog = new LaunchRequestLog(() -> launchClocks.get().now());
    this.busyReplies = new BusyReplies(operations, history, sequence);
    this.launchClocks = launchClocks;
    this.executor = executor;
  }

  /** Reads the journal and resumes the launch that was under way. */
  void open() {
    LaunchClock launchClock = launchClocks.get();
    Optional<LaunchState> unfinished = history.open(launchClock.now());
    // Published so that the last launch is shown after a restart too.
    history.current().ifPresent(publisher::publish);
    publisher.publishTrouble();
    if (unfinished.isPresent() && claimed.compareAndSet(false, true)) {
      LaunchState resumed =
          sequence.next(unfinished.get(), new LaunchEvent.Resumed(launchClock.now()));
      if (resumed.end().isEmpty()) {
        LOG.info("Resuming the " + name(resumed) + " after a restart.");
      }
      if (!run(resumed, launchClock)) {
        free();
      }
    }
  }

  /** The agent is shutting down: a launch under way is left to the next start. */
  void close() {
    closed = true;
    running.ifPresent(LaunchRunner::leave);
    history.rewrite();
  }

  LaunchReply request(LaunchRequest request) {
    try {
      LaunchReply reply =
          claimed.compareAndSet(false, true) ? launch(request) : busyReplies.to(request, running);
      requestLog.answered(request, reply);
      return reply;
    } catch (PveException failure) {
      requestLog.failed(request, failure);
      throw failure;
    }
  }

  Optional<LaunchPreview> preview(VmId target) {
    return planner.preview(target);
  }

  Optional<StopPreview> stopPreview(VmId target) {
    return shutdowns.preview(target);
  }

  StopPreview hostPreview(NodeName node) {
    return shutdowns.preview(node);
  }

  Optional<LaunchReport> current() {
    return history.current();
  }

  List<LaunchReport> history() {
    return history.history();
  }

  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return history.usually(preview, action);
  }

  Map<VmId, LastUse> uses() {
    return history.uses();
  }

  Optional<Message> complaint() {
    return history.complaint();
  }

  List<StopAction> actions() {
    return operations.strategies().actions();
  }

  LaunchReply cancel(String client) {
    return busyReplies.cancel(running, client);
  }

  private LaunchReply launch(LaunchRequest request) {
    boolean handedOver = false;
    try {
      LaunchClock launchClock = launchClocks.get();
      return switch (decide(request, launchClock.now())) {
        case LaunchDecision.Answer answer -> answer.reply();
        case LaunchDecision.Go go -> {
          LaunchState state = LaunchState.of(go.plan());
          history.begin(state);
          handedOver = run(state, launchClock);
          LaunchReport report = history.current().orElseThrow();
          yield handedOver
              ? new LaunchReply.Started(
                  report, Message.of(MessageKey.LAUNCHING, state.goal().id(), state.subject()))
              : new LaunchReply.Failed(report, report.message());
        }
      };
    } catch (IOException unwritable) {
      publisher.publishTrouble();
      return new LaunchReply.Refused(
          Message.of(MessageKey.NOT_WRITTEN, String.valueOf(unwritable.getMessage())));
    } finally {
      if (!handedOver) {
        free();
      }
    }
  }

  private LaunchDecision decide(LaunchRequest request, Instant now) {
    return switch (request) {
      case LaunchRequest.Start start -> planner.decide(start, now);
      case LaunchRequest.Stop stop -> shutdowns.decide(stop, now);
      case LaunchRequest.ShutDownHost host -> shutdowns.decide(host, now);
    };
  }

  /**
   * Hands the launch to a thread, which frees the claim at its end. False if no thread takes it:
   * then the launch has ended, and the caller frees the claim.
   */
  private boolean run(LaunchState state, LaunchClock launchClock) {
    try {
      EffectRunner effects =
          new EffectRunner(
              proxmox, operations, conflicts, launchClock, history.knownTasks(state.id()));
      LaunchRunner runner = new LaunchRunner(state, sequence, effects, launchClock, this::changed);
      running = Optional.of(runner);
      publisher.publish(history.note(state, Optional.empty()));
      executor.execute(new LaunchJob(() -> run(runner, launchClock), () -> notRun(runner)));
      return true;
    } catch (RuntimeException | Error noThread) {
      // A container that is shutting down throws several kinds of exceptions.
      LOG.log(Level.WARNING, "No thread takes the " + name(state) + ".", noThread);
      end(state, new LaunchEvent.NotRun(launchClock.now()));
      return false;
    }
  }

  /** The next start resumes the launch if this agent is shutting down. */
  private void notRun(LaunchRunner runner) {
    if (!closed) {
      LOG.warning("The thread for the " + name(runner.state()) + " did not begin.");
      end(runner.state(), new LaunchEvent.NotRun(runner.now()));
      free();
    }
  }

  private void run(LaunchRunner runner, LaunchClock launchClock) {
    try {
      runner.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.SEVERE, "A launch failed, and could not be ended either.", bug);
      end(
          runner.state(),
          new LaunchEvent.Defect(bug.getClass().getSimpleName(), launchClock.now()));
    } finally {
      release(runner);
    }
    history.rewrite(launchClock);
    publisher.publishTrouble();
  }

  /** Ends a launch that no thread runs. */
  private void end(LaunchState state, LaunchEvent why) {
    LaunchReport report = history.note(sequence.next(state, why), Optional.empty());
    logEnd(report);
    publisher.publish(report);
  }

  private static void logEnd(LaunchReport report) {
    LOG.info(() -> "The launch is over: " + Messages.text(report.message()));
  }

  /** A launch that continues after a restart keeps the claim. */
  private void release(LaunchRunner runner) {
    boolean continues = runner.state().end().isEmpty() && Thread.currentThread().isInterrupted();
    if (!continues && running.filter(runner::equals).isPresent()) {
      free();
    }
  }

  private void free() {
    running = Optional.empty();
    claimed.set(false);
  }

  private void changed(LaunchRunner runner) {
    LaunchState state = runner.state();
    Optional<LaunchReport> before = history.current();
    LaunchReport after = history.note(state, runner.taskLogLine());
    if (state.end().isPresent()) {
      logEnd(after);
    }
    if (!before.equals(Optional.of(after))) {
      publisher.publish(after);
    }
  }

  private static String name(LaunchState state) {
    return state.goal().id() + " of " + state.subject();
  }
}
