package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.log.LineLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One launch at a time: of any number of requests one claims the slot, before anything is asked of
 * Proxmox, and holds it until its launch is over.
 */
final class LaunchCoordinator {
  private static final Logger LOG = Logger.getLogger(LaunchCoordinator.class.getName());

  private static final Set<String> EFFECTIVE =
      Set.of(
          LaunchReply.Started.class.getSimpleName(), LaunchReply.Escalated.class.getSimpleName());

  private static final int REFUSALS_A_MINUTE = 20;

  private final LaunchSequence sequence = new LaunchSequence();
  private final Proxmox proxmox;
  private final ConflictPolicy inTheWay;
  private final VmOperations orders;
  private final LaunchPlanner planner;
  private final LaunchHistory record;
  private final Supplier<LaunchClock> launchClocks;
  private final Executor executor;
  private final Consumer<LaunchReport> publish;
  private final Consumer<JournalTrouble> publishTrouble;
  private final AtomicReference<Optional<String>> told = new AtomicReference<>(Optional.empty());
  private final LineLimit refusals;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile Optional<LaunchRunner> running = Optional.empty();
  private volatile boolean closed;

  LaunchCoordinator(
      Proxmox proxmox,
      ConflictPolicy inTheWay,
      VmOperations orders,
      LaunchJournal journal,
      Supplier<LaunchClock> launchClocks,
      Executor executor,
      Consumer<LaunchReport> publish,
      Consumer<JournalTrouble> publishTrouble) {
    this.proxmox = proxmox;
    this.inTheWay = inTheWay;
    this.orders = orders;
    this.record = new LaunchHistory(journal, sequence, action -> actions().contains(action));
    this.planner =
        new LaunchPlanner(proxmox, inTheWay, orders, new OrphanedShutdowns(proxmox, record));
    this.launchClocks = launchClocks;
    this.refusals = new LineLimit(REFUSALS_A_MINUTE, () -> launchClocks.get().now());
    this.executor = executor;
    this.publish = publish;
    this.publishTrouble = publishTrouble;
  }

  /** Reads the journal and goes on with what was under way. */
  void open() {
    LaunchClock launchClock = launchClocks.get();
    Optional<LaunchState> unfinished = record.open(launchClock.now());
    // Whoever shows the last launch shows it after a restart too.
    record.current().ifPresent(this::tell);
    tellTrouble();
    if (unfinished.isPresent() && taken.compareAndSet(false, true)) {
      LaunchState resumed =
          sequence.next(unfinished.get(), new LaunchEvent.Resumed(launchClock.now()));
      if (resumed.end().isEmpty()) {
        LOG.info("Going on with the launch of " + target(resumed) + " after a restart.");
      }
      if (!run(resumed, launchClock)) {
        free();
      }
    }
  }

  /** The agent is going down: what is under way is left to the next one. */
  void close() {
    closed = true;
    running.ifPresent(LaunchRunner::leave);
    record.mend();
  }

  LaunchReply request(LaunchRequest request) {
    try {
      LaunchReply reply = taken.compareAndSet(false, true) ? claimed(request) : whileBusy(request);
      log(request, reply.getClass().getSimpleName(), reply.message());
      return reply;
    } catch (PveException unanswered) {
      log(request, "Failed", unanswered.getMessage());
      throw unanswered;
    }
  }

  Optional<LaunchPreview> preview(VmId target) {
    return planner.preview(target);
  }

  Optional<LaunchReport> current() {
    return record.current();
  }

  List<LaunchReport> history() {
    return record.history();
  }

  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return record.usually(preview, action);
  }

  Optional<String> complaint() {
    return record.complaint();
  }

  List<StopAction> actions() {
    return orders.strategies().stream().map(StopStrategy::action).toList();
  }

  LaunchReply cancel(String client) {
    Optional<LaunchRunner> runner = running.filter(one -> one.state().end().isEmpty());
    if (runner.isEmpty()) {
      return new LaunchReply.Cancelled("No launch is under way; nothing was changed.");
    }
    LaunchState before = runner.get().state();
    String name = target(before);
    boolean taken = runner.get().offer(new LaunchEvent.Cancel(runner.get().now()));
    LOG.info(
        () ->
            "%s cancels the launch of %s: %s".formatted(client, name, taken ? "yes" : "too late"));
    return taken
        ? new LaunchReply.Cancelled(sequence.cancelling(before))
        : new LaunchReply.InProgress(
            name + " is already being started; that can no longer be cancelled.");
  }

  private LaunchReply claimed(LaunchRequest request) {
    boolean handedOver = false;
    try {
      LaunchClock launchClock = launchClocks.get();
      LaunchDecision decision = planner.decide(request, launchClock.now());
      if (decision instanceof LaunchDecision.Answer answer) {
        return answer.reply();
      }
      LaunchState state = LaunchState.of(((LaunchDecision.Go) decision).plan());
      record.begin(state);
      handedOver = run(state, launchClock);
      LaunchReport report = record.current().orElseThrow();
      return handedOver
          ? new LaunchReply.Started(report, "Launching " + target(state) + ".")
          : new LaunchReply.Failed(report, report.message());
    } catch (IOException unwritable) {
      tellTrouble();
      return new LaunchReply.Refused(
          ("The launch cannot be written down, so nothing was begun: %s. Free or mend the disk the"
                  + " state directory is on, and try again.")
              .formatted(unwritable.getMessage()));
    } finally {
      if (!handedOver) {
        free();
      }
    }
  }

  /**
   * Hands it to a thread, which frees the slot. False if there is none: then it has ended, and the
   * caller has to free the slot.
   */
  private boolean run(LaunchState state, LaunchClock launchClock) {
    try {
      EffectRunner effects =
          new EffectRunner(proxmox, orders, inTheWay, launchClock, record.knownTasks(state.id()));
      LaunchRunner runner = new LaunchRunner(state, sequence, effects, launchClock, this::changed);
      running = Optional.of(runner);
      tell(record.note(state, Optional.empty()));
      executor.execute(new LaunchJob(() -> walk(runner, launchClock), () -> notRun(runner)));
      return true;
    } catch (RuntimeException | Error noThread) {
      // A container that goes down says so in more ways than one.
      LOG.log(Level.WARNING, "No thread takes the launch of " + target(state) + ".", noThread);
      end(state, new LaunchEvent.NotRun(launchClock.now()));
      return false;
    }
  }

  /** Left to the next agent if this one is going down. */
  private void notRun(LaunchRunner runner) {
    if (!closed) {
      LOG.warning("The thread for the launch of " + target(runner.state()) + " was not begun.");
      end(runner.state(), new LaunchEvent.NotRun(runner.now()));
      free();
    }
  }

  private void walk(LaunchRunner runner, LaunchClock launchClock) {
    try {
      runner.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.SEVERE, "A launch could not even be ended.", bug);
      end(
          runner.state(),
          new LaunchEvent.Defect(bug.getClass().getSimpleName(), launchClock.now()));
    } finally {
      release(runner);
    }
    record.mend(launchClock);
    tellTrouble();
  }

  /** No thread goes on with it: that is written down, and told to everybody. */
  private void end(LaunchState state, LaunchEvent why) {
    LaunchReport report = record.note(sequence.next(state, why), Optional.empty());
    LOG.info(() -> "The launch is over: " + report.message());
    tell(report);
  }

  /** Everything of it has been told by now; what goes on after a restart keeps the slot. */
  private void release(LaunchRunner runner) {
    boolean goesOnLater = runner.state().end().isEmpty() && Thread.currentThread().isInterrupted();
    if (!goesOnLater && running.filter(runner::equals).isPresent()) {
      free();
    }
  }

  private void free() {
    running = Optional.empty();
    taken.set(false);
  }

  private void changed(LaunchRunner runner) {
    LaunchState state = runner.state();
    Optional<LaunchReport> before = record.current();
    LaunchReport after = record.note(state, runner.taskLogLine());
    if (state.end().isPresent()) {
      LOG.info(() -> "The launch is over: " + after.message());
    }
    if (!before.equals(Optional.of(after))) {
      tell(after);
    }
  }

  private void tell(LaunchReport report) {
    safely(() -> publish.accept(report));
    tellTrouble();
  }

  /** Open pages show what is wrong with the record, so they hear when that changes. */
  private void tellTrouble() {
    Optional<String> now = record.complaint();
    if (!told.getAndSet(now).equals(now)) {
      safely(() -> publishTrouble.accept(new JournalTrouble(now)));
    }
  }

  /** A listener's failure is none of the launch's. */
  private static void safely(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error deaf) {
      LOG.log(Level.WARNING, "Somebody who listens to launches failed.", deaf);
    }
  }

  private LaunchReply whileBusy(LaunchRequest request) {
    Optional<LaunchRunner> runner = running;
    if (runner.isEmpty()) {
      return new LaunchReply.Busy(
          "Another request is being checked right now. Try again in a moment.");
    }
    LaunchState state = runner.get().state();
    if (state.end().isPresent()) {
      return new LaunchReply.Busy(
          "The launch of %s is ending right now. Try again in a moment.".formatted(target(state)));
    }
    boolean sameTarget = state.start().order().vm().id().equals(request.target());
    boolean terminate = request.action().filter(StopAction.TERMINATE::equals).isPresent();
    if (sameTarget && terminate && escalates(runner.get())) {
      return new LaunchReply.Escalated(
          record.current().orElseThrow(),
          "Proxmox is asked to terminate what is being waited for; then %s is launched."
              .formatted(target(state)));
    }
    return new LaunchReply.InProgress(
        "%s is being launched already; nothing was changed.".formatted(target(state)));
  }

  private boolean escalates(LaunchRunner runner) {
    StopStrategy terminate = orders.strategy(StopAction.TERMINATE);
    Instant now = runner.now();
    return runner.offer(
        new LaunchEvent.Escalate(orders.terminateAllowed(), terminate.taskTypes(), now));
  }

  private static String target(LaunchState state) {
    return state.start().order().name();
  }

  /**
   * What starts something is always written; whoever is refused in a loop does not fill the log.
   */
  private void log(LaunchRequest request, String reply, String message) {
    Supplier<String> line =
        () ->
            "%s asks for VM %s%s: %s: %s"
                .formatted(
                    request.client(),
                    request.target(),
                    request.action().map(action -> " with " + action).orElse(""),
                    reply,
                    message);
    if (EFFECTIVE.contains(reply)) {
      LOG.info(line);
    } else {
      refusals.line(line, "requests").ifPresent(LOG::info);
    }
  }
}
