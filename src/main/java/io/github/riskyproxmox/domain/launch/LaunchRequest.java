package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Optional;
import java.util.Set;

/**
 * A client's request to launch a VM.
 *
 * @param target which one
 * @param action how to stop conflicting VMs; empty to be asked
 * @param running the conflicting VMs that the client knows of; empty if it did not say
 * @param recovery how to bring it back where it has crashed; empty to be asked
 * @param client the client's address, for the log; never a secret
 */
public record LaunchRequest(
    VmId target,
    Optional<StopAction> action,
    Optional<Set<VmId>> running,
    Optional<Recovery> recovery,
    String client) {

  /** One that is to be asked what to do with a target that has crashed. */
  public LaunchRequest(
      VmId target, Optional<StopAction> action, Optional<Set<VmId>> running, String client) {
    this(target, action, running, Optional.empty(), client);
  }
}
