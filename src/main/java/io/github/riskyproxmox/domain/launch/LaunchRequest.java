package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Optional;
import java.util.Set;

/** What a client asks for. */
public sealed interface LaunchRequest {
  /** The client's address, for the log, or what else asks; never a secret. */
  String client();

  /** How the guests that must stop are to stop. */
  StopWish wish();

  /** The VM that it is about; empty where it is about a node. */
  default Optional<VmId> vm() {
    return switch (this) {
      case Start start -> Optional.of(start.target());
      case Stop stop -> Optional.of(stop.target());
      case ShutDownHost host -> Optional.empty();
    };
  }

  /**
   * To launch a VM.
   *
   * @param target which one
   * @param wish how to stop what is in the way
   * @param running the VMs in the way that the client knows of; empty if it did not say
   * @param recovery how to bring it back where it has crashed; empty to be asked
   */
  record Start(
      VmId target,
      StopWish wish,
      Optional<Set<VmId>> running,
      Optional<Recovery> recovery,
      String client)
      implements LaunchRequest {
    /** One with the same action for all, by a client that says no more. */
    public Start(VmId target, Optional<StopAction> action, String client) {
      this(target, StopWish.all(action), Optional.empty(), Optional.empty(), client);
    }
  }

  /**
   * To stop a VM.
   *
   * @param target which one
   * @param wish how
   * @param startAgain whether it is started when it has stopped
   */
  record Stop(VmId target, StopWish wish, boolean startAgain, String client)
      implements LaunchRequest {}

  /**
   * To shut down a node.
   *
   * @param node which one; empty where there is only one
   * @param wish how to stop its VMs
   */
  record ShutDownHost(Optional<NodeName> node, StopWish wish, String client)
      implements LaunchRequest {}
}
