package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;

/** What a launch does next. An operation is named by its index in the state's list. */
public sealed interface Effect {
  /** Whether it changes something at Proxmox, rather than read or wait. */
  default boolean changesProxmox() {
    return switch (this) {
      case Send send -> true;
      case Abort abort -> true;
      case ShutDownHost host -> true;
      case CheckSend check -> false;
      case ReadTask read -> false;
      case ReadStatus read -> false;
      case Survey survey -> false;
      case Pause pause -> false;
    };
  }

  /** Send the operation's request to Proxmox. The journal already has the state. */
  record Send(int index) implements Effect {}

  /** Abort the agent's own shutdown task that a stop overtakes, if there is one. */
  record Abort(int index) implements Effect {}

  /** Ask the node to shut down. The journal already has the state. */
  record ShutDownHost(NodeName node) implements Effect {}

  /** Check whether a request whose answer was lost has had its effect. */
  record CheckSend(int index) implements Effect {}

  /** Read the state of the operation's task. */
  record ReadTask(int index, Upid task) implements Effect {}

  /** Read the VM's status. */
  record ReadStatus(int index) implements Effect {}

  /** Read the target, and what holds the resources it needs. */
  record Survey() implements Effect {}

  /** Wait that long, or until a client escalates or cancels. */
  record Pause(Duration longest) implements Effect {}
}
