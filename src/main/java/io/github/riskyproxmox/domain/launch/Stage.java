package io.github.riskyproxmox.domain.launch;

/** How far an {@link OperationProgress} is. */
public enum Stage {
  /** Not begun. */
  TODO,
  /** Start only: what holds the node's resources is read again. */
  SURVEYING,
  /** About to be sent, or being sent: after a crash here it may have arrived. */
  SENDING,
  /** It may have arrived: the agent checks that before it sends anything again. */
  VERIFYING,
  /** Escalation on an old PVE: the agent's own shutdown task is being aborted. */
  ABORTING,
  /** PVE's task is running. */
  AWAITING,
  /** The task ended well; the VM's status must now say so too. */
  CONFIRMING,
  /** PVE refused it or its task failed; the VM's status decides what that means. */
  CHECKING,
  /**
   * Start only: Proxmox stopped waiting for QEMU ({@code got timeout}). The VM may still come up,
   * so its status is read until the stage's wait ends.
   */
  OVERDUE,
  /** Done. */
  DONE,
  /** Failed: this is why the launch failed. */
  FAILED,
  /** Sent, and no longer polled because the launch is over. */
  LEFT,
  /** Never sent: the launch was over before. */
  SKIPPED;

  /** Whether something was sent, or may have been, and its end is still open. */
  boolean inFlight() {
    return switch (this) {
      case VERIFYING, ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE -> true;
      case TODO, SURVEYING, SENDING, DONE, FAILED, LEFT, SKIPPED -> false;
    };
  }

  /** Whether nothing more will happen. */
  boolean settled() {
    return switch (this) {
      case DONE, FAILED, LEFT, SKIPPED -> true;
      case TODO, SURVEYING, SENDING -> false;
      case VERIFYING, ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE -> false;
    };
  }
}
