package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that happened to a launch. */
public sealed interface LaunchEvent {
  /** When. */
  Instant at();

  /** What it makes of that state. */
  LaunchState applyTo(LaunchState state);

  /** Something that Proxmox has said of one errand: that ends the silence about it. */
  sealed interface Answer extends LaunchEvent {
    /** The errand's place in the state's list. */
    int operation();
  }

  /** Time went by. */
  record Tick(Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return state;
    }
  }

  /** The agent was restarted and has read the journal. */
  record Resumed(Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchTransitions.resumed(state, at);
    }
  }

  /** PVE took the order and made a task of it. */
  record Sent(int operation, Upid task, Instant at) implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.sent(state, this);
    }
  }

  /** The order is known not to have arrived. */
  record NotDelivered(int operation, String words, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.notDelivered(state, this);
    }
  }

  /** The order may have arrived; its answer was lost. */
  record AnswerLost(int operation, String words, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.answerLost(state, this);
    }
  }

  /** PVE refused the order. */
  record Refused(int operation, String words, Instant at) implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.refused(state, this);
    }
  }

  /** PVE does not take {@code overrule-shutdown}: it is older than 8.2, or the VM HA-managed. */
  record OverruleUnknown(int operation, Instant at) implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.overruleUnknown(state, this);
    }
  }

  /** The own shutdown task was aborted, or was over, or there was none. */
  record Aborted(int operation, Instant at) implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.aborted(state, this);
    }
  }

  /**
   * The effect of a lost order was looked for.
   *
   * @param found its task, if there is one
   * @param status the VM's status; empty if the node has no such VM
   * @param reached whether that is what the order was for
   */
  record Looked(
      int operation, Optional<Task> found, Optional<VmStatus> status, boolean reached, Instant at)
      implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return ObservationTransitions.looked(state, this);
    }
  }

  /**
   * Where a task stands.
   *
   * @param logged what its log says, where that was read: of a failure beyond the outcome's own
   *     words, or its last line while it runs, which may be empty
   * @param status the VM's status, where that was read while the task runs
   */
  record TaskSeen(
      int operation,
      Upid task,
      TaskOutcome outcome,
      Optional<String> logged,
      Optional<VmStatus> status,
      Instant at)
      implements Answer {
    /** The same where nothing was read of the VM. */
    public TaskSeen(
        int operation, Upid task, TaskOutcome outcome, Optional<String> logged, Instant at) {
      this(operation, task, outcome, logged, Optional.empty(), at);
    }

    @Override
    public LaunchState applyTo(LaunchState state) {
      return ObservationTransitions.taskSeen(state, this);
    }
  }

  /**
   * The VM's status.
   *
   * @param status empty if the node has no such VM
   * @param reached whether that is what the order was for
   */
  record StatusSeen(int operation, Optional<VmStatus> status, boolean reached, Instant at)
      implements Answer {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return ObservationTransitions.statusSeen(state, this);
    }
  }

  /**
   * What holds the target's resources just before it is started.
   *
   * @param target empty if the node has no such VM
   * @param alsoToGo what has come up meanwhile and may be terminated without a question
   * @param blockers the names of what else is up
   */
  record Surveyed(
      Optional<VmStatus> target, List<VmOperation> alsoToGo, List<String> blockers, Instant at)
      implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchTransitions.surveyed(state, this);
    }
  }

  /** A reading failed in a way that is worth a second try. */
  record Unanswered(int operation, String words, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.unanswered(state, this);
    }
  }

  /** A reading was refused, or its answer not understood. */
  record ReadingRefused(int operation, String words, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return SendTransitions.unreadable(state, this);
    }
  }

  /**
   * Somebody wants the shutdown under way overtaken by terminate.
   *
   * @param allowed how long terminate may take
   * @param taskTypes what PVE may call its task
   */
  record Escalate(Duration allowed, Set<String> taskTypes, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchTransitions.escalated(state, this);
    }
  }

  /** Somebody cancelled. */
  record Cancel(Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchTransitions.cancelled(state, at);
    }
  }

  /** No thread runs it; what was sent before a restart stands. */
  record NotRun(Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchCompletion.over(
          state,
          LaunchPhase.FAILED,
          at,
          ("The launch of %s was ended: the agent has no thread to run it, as when it is shutting"
                  + " down. Nothing more is asked of Proxmox. Wait a moment and try again; if that"
                  + " fails too, restart the agent.")
              .formatted(state.start().order().name()));
    }
  }

  /** The agent itself is defective; even then the launch ends, with a sentence. */
  record Defect(String words, Instant at) implements LaunchEvent {
    @Override
    public LaunchState applyTo(LaunchState state) {
      return LaunchCompletion.over(
          state,
          LaunchPhase.FAILED,
          at,
          "The launch broke off because of a defect in the agent (%s). Look at Proxmox's own page."
              .formatted(PveWords.brief(words)));
    }
  }
}
