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
 * Runs one launch: it runs the effect of the state, and applies the event that comes of it. One
 * thread runs it; other threads may only offer an escalation or a cancellation.
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
   * Runs that launch.
   *
   * @param changed is called, on the runner's thread, after every change of the state or the log
   *     line; once for the end, and not after it
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

  /** Offers an escalation; false if nothing can be overtaken, or another client was first. */
  boolean offer(LaunchEvent.Escalate escalate) {
    return offer(escalate, sequence::canEscalate);
  }

  /** Offers a cancellation; false if it is too late. True again if it was accepted before. */
  boolean offer(LaunchEvent.Cancel cancel) {
    return isCancelled() || offer(cancel, sequence::canCancel);
  }

  private synchronized boolean isCancelled() {
    return mailbox.stream().anyMatch(LaunchEvent.Cancel.class::isInstance);
  }

  private boolean offer(LaunchEvent event, Predicate<LaunchState> possible) {
    synchronized (this) {
      // Offers that were accepted before count as applied.
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

  /** Stops running it after the request under way: the agent is shutting down. */
  void leave() {
    leaving = true;
    launchClock.wake();
  }

  @Override
  public void run() {
    try {
      apply(new LaunchEvent.Tick(launchClock.now()));
      applyOffers();
      for (Optional<Effect> effect = nextEffect(); effect.isPresent(); effect = nextEffect()) {
        perform(effect.get());
      }
    } catch (InterruptedException shutdown) {
      leaveInterrupted();
    } catch (RuntimeException | Error bug) {
      if (isLeaving()) {
        // A failure because the container has stopped its services is no defect.
        leaveInterrupted();
        return;
      }
      LOG.log(Level.SEVERE, "A launch failed because of a defect in the agent.", bug);
      apply(new LaunchEvent.Defect(bug.getClass().getSimpleName(), launchClock.now()));
    }
  }

  /** An offer that was accepted during a read request is applied before what was read. */
  private void perform(Effect effect) throws InterruptedException {
    if (isLeaving()) {
      throw new InterruptedException();
    }
    LaunchEvent outcome = effects.run(effect, state());
    if (effect.changesProxmox()) {
      apply(outcome);
    } else {
      applyAfterOffers(outcome);
    }
    applyOffers();
  }

  /** No offer is accepted between the last one applied and what was read. */
  private void applyAfterOffers(LaunchEvent outcome) {
    boolean offered = true;
    while (offered) {
      synchronized (this) {
        if (state.end().isPresent()) {
          return;
        }
        offered = !mailbox.isEmpty();
        state = sequence.next(state, offered ? mailbox.remove() : outcome);
      }
      changed.accept(this);
    }
  }

  private boolean isLeaving() {
    return leaving || Thread.currentThread().isInterrupted();
  }

  private static void leaveInterrupted() {
    Thread.currentThread().interrupt();
    LOG.info(
        "The agent is shutting down. The launch under way is in the journal and continues after a"
            + " start.");
  }

  private Optional<Effect> nextEffect() {
    return sequence.effect(state(), launchClock.now());
  }

  private void applyOffers() {
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

  /** A launch that is over changes no more: another may be under way by then. */
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
