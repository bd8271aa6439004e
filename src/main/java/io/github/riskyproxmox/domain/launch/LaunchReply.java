package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;

/** The answer to a request. */
public sealed interface LaunchReply {
  /** One sentence for people. */
  Message message();

  /** Accepted: from here on the launch depends on no request and no connection. */
  record Started(LaunchReport launch, Message message) implements LaunchReply {}

  /** The launch under way now terminates the VMs it was waiting for. */
  record Escalated(LaunchReport launch, Message message) implements LaunchReply {}

  /** The target runs already; nothing was done. */
  record AlreadyRunning(Message message) implements LaunchReply {}

  /** The VM to be stopped does not run; nothing was done. */
  record AlreadyStopped(Message message) implements LaunchReply {}

  /** Nothing was done, or (a launch under way was cancelled) the target will not be started. */
  record Cancelled(Message message) implements LaunchReply {}

  /** The client must choose how to stop guests; nothing was done. */
  record NeedsAction(StopChoice choice, List<Message> remarks, Message message)
      implements LaunchReply {}

  /** The target has crashed, and the client must choose how to bring it back; nothing was done. */
  record TargetCrashed(LaunchPreview preview, Message message) implements LaunchReply {}

  /** Another launch is under way; nothing was done. */
  record InProgress(Message message) implements LaunchReply {}

  /** Another request is being checked, or a launch is just ending; nothing was done. */
  record Busy(Message message) implements LaunchReply {}

  /** It was accepted and failed at once, for a reason in the agent itself. */
  record Failed(LaunchReport launch, Message message) implements LaunchReply {}

  /** It cannot be done, for the reason in the message; nothing was done. */
  record Refused(Message message) implements LaunchReply {}

  /** The token sees no such VM; nothing was done. */
  record UnknownVm(VmId id, Message message) implements LaunchReply {}
}
