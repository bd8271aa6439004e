package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody wants a VM to run.
 *
 * @param target which one
 * @param action how to stop what is in the way; empty to be asked
 * @param running what the asker believed to be in the way; empty if he did not say
 * @param recovery how to bring it back where it has crashed; empty to be asked
 * @param client who asks, for the log: an address, never a secret
 */
public record LaunchRequest(
    VmId target,
    Optional<StopAction> action,
    Optional<Set<VmId>> running,
    Optional<Recovery> recovery,
    String client) {

  /** One that wants to be asked what to do with a target that has crashed. */
  public LaunchRequest(
      VmId target, Optional<StopAction> action, Optional<Set<VmId>> running, String client) {
    this(target, action, running, Optional.empty(), client);
  }
}
