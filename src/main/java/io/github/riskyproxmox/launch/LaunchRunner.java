package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Effect;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Walks one launch through the sequence: does what the state wants, and tells it what came of it.
 * One thread runs it; others may only offer it an escalation or a cancellation.
 */
final class LaunchRunner implements Runnable {
  private static final Logger LOG = Logger.getLogger(LaunchRunner.class.getName());

  private final LaunchSequence sequence;
  private final EffectRunner effects;
  private final LaunchClock launchClock;
  private final Consumer<LaunchRunner> changed;
  private final Deque<LaunchEvent> mailbox = new ArrayDeque<>();
  private LaunchState state;
  private volatile boolean leaving;

  /**
   * A launch to be walked.
   *
   * @param changed is told, on the runner's thread, after every change of the state or the log
   *     line; of the end once, and of nothing after it
   */
  LaunchRunner(
      LaunchState state,
      LaunchSequence sequence,
      EffectRunner effects,
      LaunchClock launchClock,
      Consumer<LaunchRunner> changed) {
    this.state = state;
    this.sequence = sequence;
    this.effects = effects;
    this.launchClock = launchClock;
    this.changed = changed;
  }

  /** The state now. */
  synchronized LaunchState state() {
    return state;
  }

  /** Now, by this launch's clock. */
  Instant now() {
    return launchClock.now();
  }

  /** PVE's last line about the current task. */
  Optional<String> taskLogLine() {
    return effects.taskLogLine();
  }

  /** Offers an escalation; false if nothing could be overtaken, or somebody was quicker. */
  boolean offer(LaunchEvent.Escalate escalate) {
    return offer(escalate, sequence::canEscalate);
  }

  /** Offers a cancellation; false if it is too late. One that was promised before is as good. */
  boolean offer(LaunchEvent.Cancel cancel) {
    return isCancelled() || offer(cancel, sequence::canCancel);
  }

  private synchronized boolean isCancelled() {
    return mailbox.stream().anyMatch(LaunchEvent.Cancel.class::isInstance);
  }

  private boolean offer(LaunchEvent event, Predicate<LaunchState> possible) {
    synchronized (this) {
      // What was promised to somebody before counts as done.
      LaunchState ahead = state;
      for (LaunchEvent earlier : mailbox) {
        ahead = sequence.next(ahead, earlier);
      }
      if (!possible.test(ahead)) {
        return false;
      }
      mailbox.add(event);
    }
    launchClock.wake();
    return true;
  }

  /** Leaves it where it stands, after the call under way: the agent is going down. */
  void leave() {
    leaving = true;
    launchClock.wake();
  }

  @Override
  public void run() {
    try {
      apply(new LaunchEvent.Tick(launchClock.now()));
      deliver();
      for (Optional<Effect> effect = wanted(); effect.isPresent(); effect = wanted()) {
        perform(effect.get());
      }
    } catch (InterruptedException goingDown) {
      left();
    } catch (RuntimeException | Error bug) {
      if (isLeaving()) {
        // What the container has taken down already is no defect.
        left();
        return;
      }
      LOG.log(Level.SEVERE, "A launch failed for a reason of the agent's own.", bug);
      apply(new LaunchEvent.Defect(bug.getClass().getSimpleName(), launchClock.now()));
    }
  }

  /** What was promised while something was merely read holds whatever was read. */
  private void perform(Effect effect) throws InterruptedException {
    if (isLeaving()) {
      throw new InterruptedException();
    }
    LaunchEvent outcome = effect.perform(effects.of(state()));
    if (effect.acts()) {
      apply(outcome);
    } else {
      applyAfterWhatWasPromised(outcome);
    }
    deliver();
  }

  /** Nobody is promised anything between the last promise heard and what was read. */
  private void applyAfterWhatWasPromised(LaunchEvent outcome) {
    boolean promised = true;
    while (promised) {
      synchronized (this) {
        if (state.end().isPresent()) {
          return;
        }
        promised = !mailbox.isEmpty();
        state = sequence.next(state, promised ? mailbox.remove() : outcome);
      }
      changed.accept(this);
    }
  }

  private boolean isLeaving() {
    return leaving || Thread.currentThread().isInterrupted();
  }

  private static void left() {
    Thread.currentThread().interrupt();
    LOG.info("The agent is going down; the launch under way is journalled and goes on later.");
  }

  private Optional<Effect> wanted() {
    return sequence.effect(state(), launchClock.now());
  }

  private void deliver() {
    while (true) {
      synchronized (this) {
        if (state.end().isPresent() || mailbox.isEmpty()) {
          return;
        }
        state = sequence.next(state, mailbox.remove());
      }
      changed.accept(this);
    }
  }

  /** Nothing is told of a launch that is over: others may be under way by then. */
  private void apply(LaunchEvent event) {
    synchronized (this) {
      if (state.end().isPresent()) {
        return;
      }
      state = sequence.next(state, event);
    }
    changed.accept(this);
  }
}
