package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.VmId;

/** What a request was answered. */
public sealed interface LaunchReply {
  /** One sentence for people. */
  String message();

  /** Accepted: from here on it depends on no request and no connection. */
  record Started(LaunchReport launch, String message) implements LaunchReply {}

  /** The launch under way now terminates what it was waiting for. */
  record Escalated(LaunchReport launch, String message) implements LaunchReply {}

  /** It runs already; nothing was done. */
  record AlreadyRunning(String message) implements LaunchReply {}

  /** Nothing was done, or (by cancelling a launch under way) the target will not be started. */
  record Cancelled(String message) implements LaunchReply {}

  /** Somebody must choose how to stop what is in the way; nothing was done. */
  record NeedsAction(LaunchPreview preview, String message) implements LaunchReply {}

  /** The target has crashed, and somebody must choose how to bring it back; nothing was done. */
  record TargetCrashed(LaunchPreview preview, String message) implements LaunchReply {}

  /** Another launch holds the slot; nothing was done. */
  record InProgress(String message) implements LaunchReply {}

  /** Another request is being checked, or a launch is just ending; nothing was done. */
  record Busy(String message) implements LaunchReply {}

  /** It was accepted and has ended at once, for a reason of the agent's own. */
  record Failed(LaunchReport launch, String message) implements LaunchReply {}

  /** It cannot be done, and the message says why; nothing was done. */
  record Refused(String message) implements LaunchReply {}

  /** The token sees no such VM; nothing was done. */
  record UnknownVm(VmId id, String message) implements LaunchReply {}
}
