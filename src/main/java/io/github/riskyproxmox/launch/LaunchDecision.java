package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.VmId;

/** What a request leads to. */
sealed interface LaunchDecision {
  /** The launch begins. */
  record Go(LaunchPlan plan) implements LaunchDecision {}

  /** Nothing is done. */
  record Answer(LaunchReply reply) implements LaunchDecision {}

  /** Nothing is done, for that reason. */
  static LaunchDecision refused(Message reason) {
    return new Answer(new LaunchReply.Refused(reason));
  }

  /** The token sees no such VM. */
  static LaunchDecision unknown(VmId id) {
    return new Answer(
        new LaunchReply.UnknownVm(id, Message.of(MessageKey.UNKNOWN_VM, id.toString())));
  }
}
