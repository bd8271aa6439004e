package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What launching a VM would involve now.
 *
 * @param target the VM to be launched
 * @param choice the guests that hold the resources it needs, and how they can stop
 * @param refusal why it cannot be launched in any way; empty if it can
 * @param recoveries how a target that has crashed can be brought back; empty unless it has
 * @param remarks what else should be known before it is launched
 */
public record LaunchPreview(
    Vm target,
    StopChoice choice,
    Optional<Message> refusal,
    List<RecoveryOffer> recoveries,
    List<Message> remarks) {
  /** Copies the lists. */
  public LaunchPreview {
    recoveries = List.copyOf(recoveries);
    remarks = List.copyOf(remarks);
  }

  /**
   * A way to bring the target back.
   *
   * @param recovery which
   * @param availability whether it can be used now
   */
  public record RecoveryOffer(Recovery recovery, Availability availability) {}

  /** The guests that hold the resources it needs. */
  public List<Vm> inTheWay() {
    return choice.guests();
  }

  /** Why each of them cannot run beside the target. */
  public Map<VmId, List<Conflict.Reason>> because() {
    return choice.because();
  }

  /** Those of them that are terminated without a question. */
  public Set<VmId> easyKills() {
    return choice.easyKills();
  }

  /** Every stop action in order, gentlest first; empty when there is no question. */
  public List<StopChoice.Offer> offers() {
    return choice.offers();
  }

  /** Whether the client must choose an action. */
  public boolean needsAction() {
    return choice.needsAction();
  }
}
