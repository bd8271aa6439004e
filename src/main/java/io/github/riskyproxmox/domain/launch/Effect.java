package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import java.time.Duration;

/** What the runner is to do next. An errand is named by its place in the state's list. */
public sealed interface Effect {
  /**
   * Has it done.
   *
   * @return what came of it
   * @throws InterruptedException if the agent is going down; the journal has all that matters
   */
  LaunchEvent perform(Performer performer) throws InterruptedException;

  /** Whether it changes something at Proxmox, rather than read or wait. */
  default boolean acts() {
    return false;
  }

  /** Whoever can do these things. */
  interface Performer {
    /** Sends the order. */
    LaunchEvent send(int operation);

    /** Aborts the VM's shutdown of our own, if one is under way. */
    LaunchEvent abort(int operation);

    /** Looks for the effect of a lost order. */
    LaunchEvent look(int operation);

    /** Reads a task. */
    LaunchEvent readTask(int operation, Upid task);

    /** Reads a VM's status. */
    LaunchEvent readStatus(int operation);

    /** Reads what is up on the target's node. */
    LaunchEvent survey();

    /** Waits. */
    LaunchEvent pause(Duration longest) throws InterruptedException;
  }

  /** Send the errand's order to Proxmox. The state was journalled before. */
  record Send(int operation) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.send(operation);
    }

    @Override
    public boolean acts() {
      return true;
    }
  }

  /** Abort the own shutdown task that is to be overtaken, if there is one. */
  record Abort(int operation) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.abort(operation);
    }

    @Override
    public boolean acts() {
      return true;
    }
  }

  /** Look whether a lost request has had its effect. */
  record Look(int operation) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.look(operation);
    }
  }

  /** Read where the errand's task stands. */
  record ReadTask(int operation, Upid task) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.readTask(operation, task);
    }
  }

  /** Read the VM's status. */
  record ReadStatus(int operation) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.readStatus(operation);
    }
  }

  /** Read what holds the target's resources, and the target. */
  record Survey() implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) {
      return performer.survey();
    }
  }

  /** Wait that long, or until somebody escalates or cancels. */
  record Pause(Duration longest) implements Effect {
    @Override
    public LaunchEvent perform(Performer performer) throws InterruptedException {
      return performer.pause(longest);
    }
  }
}
