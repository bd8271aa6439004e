package io.github.riskyproxmox.domain.launch;

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

  /** Proxmox has answered about one operation, so it is no longer without an answer. */
  sealed interface Answer extends LaunchEvent {
    /** The operation's index in the state's list. */
    int index();
  }

  /** Time has passed. */
  record Tick(Instant at) implements LaunchEvent {}

  /** The agent was restarted and has read the journal. */
  record Resumed(Instant at) implements LaunchEvent {}

  /**
   * PVE accepted the request.
   *
   * @param task the task that it created; empty where such a request has none
   */
  record Sent(int index, Optional<Upid> task, Instant at) implements Answer {}

  /** The request is known not to have arrived. */
  record NotDelivered(int index, String words, Instant at) implements LaunchEvent {}

  /** The request may have arrived; its answer was lost. */
  record AnswerLost(int index, String words, Instant at) implements LaunchEvent {}

  /** PVE refused the request. */
  record Refused(int index, String words, Instant at) implements Answer {}

  /** PVE does not know {@code overrule-shutdown}: it is older than 8.2, or HA manages the VM. */
  record OverruleUnknown(int index, Instant at) implements Answer {}

  /** The agent's own shutdown task was aborted, had already ended, or there was none. */
  record Aborted(int index, Instant at) implements Answer {}

  /**
   * The agent checked whether a request whose answer was lost has had its effect.
   *
   * @param found its task, if there is one
   * @param status the VM's status; empty if the node has no such VM
   * @param reached whether the operation has reached its goal
   */
  record SendChecked(
      int index, Optional<Task> found, Optional<VmStatus> status, boolean reached, Instant at)
      implements Answer {}

  /**
   * The state of a task.
   *
   * @param logged text from its log, where that was read: of a failure what the outcome does not
   *     say, or its last line while it runs, which may be empty
   * @param status the VM's status, where that was read while the task runs
   */
  record TaskSeen(
      int index,
      Upid task,
      TaskOutcome outcome,
      Optional<String> logged,
      Optional<VmStatus> status,
      Instant at)
      implements Answer {
    /** The same without a reading of the VM's status. */
    public TaskSeen(
        int index, Upid task, TaskOutcome outcome, Optional<String> logged, Instant at) {
      this(index, task, outcome, logged, Optional.empty(), at);
    }
  }

  /**
   * The VM's status.
   *
   * @param status empty if the node has no such VM
   * @param reached whether the operation has reached its goal
   * @param answering whether its guest agent was asked, and answers
   */
  record StatusSeen(
      int index, Optional<VmStatus> status, boolean reached, boolean answering, Instant at)
      implements Answer {
    /** One of a guest whose agent was not asked. */
    public StatusSeen(int index, Optional<VmStatus> status, boolean reached, Instant at) {
      this(index, status, reached, false, at);
    }
  }

  /**
   * What holds the resources that the target needs, read just before it is started.
   *
   * @param target empty if the node has no such VM
   * @param alsoToStop what has started meanwhile and may be terminated without a question
   * @param blockers the names of other VMs that have started
   */
  record Surveyed(
      Optional<VmStatus> target, List<VmOperation> alsoToStop, List<String> blockers, Instant at)
      implements LaunchEvent {}

  /** A read request failed in a way that is worth a retry. */
  record Unanswered(int index, String words, Instant at) implements LaunchEvent {}

  /** A read request was refused, or its answer could not be understood. */
  record ReadRefused(int index, String words, Instant at) implements LaunchEvent {}

  /**
   * A client asks to terminate the VMs whose shutdown is being waited for.
   *
   * @param allowed how long terminate may take
   * @param taskTypes the types that PVE may give its task
   */
  record Escalate(Duration allowed, Set<String> taskTypes, Instant at) implements LaunchEvent {}

  /** The node was asked to shut down. */
  record HostAsked(Instant at) implements LaunchEvent {}

  /** The node may have been asked to shut down; the answer was lost. */
  record HostAnswerLost(String words, Instant at) implements LaunchEvent {}

  /** The node is known not to have been asked. */
  record HostNotAsked(String words, Instant at) implements LaunchEvent {}

  /** Proxmox refused to shut the node down. */
  record HostRefused(String words, Instant at) implements LaunchEvent {}

  /** A client cancelled the launch. */
  record Cancel(Instant at) implements LaunchEvent {}

  /** No thread runs the launch; requests sent before a restart stay as they are. */
  record NotRun(Instant at) implements LaunchEvent {}

  /**
   * The agent itself has a defect. The launch ends even then, with a message.
   *
   * @param name the exception's class
   */
  record Defect(String name, Instant at) implements LaunchEvent {}
}
