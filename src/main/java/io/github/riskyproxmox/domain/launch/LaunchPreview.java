package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What launching a VM would mean right now.
 *
 * @param target the VM asked for
 * @param inTheWay what holds the resources it needs
 * @param easyKills those of them that are terminated without a question (tag {@code easy-kill})
 * @param offers every stop action in order, gentlest first; empty when nothing is to be asked
 * @param refusal why it cannot be launched whatever is done; empty if it can
 */
public record LaunchPreview(
    Vm target,
    List<Vm> inTheWay,
    Set<VmId> easyKills,
    List<Offer> offers,
    Optional<String> refusal) {
  /** Copies the collections. */
  public LaunchPreview {
    inTheWay = List.copyOf(inTheWay);
    easyKills = Set.copyOf(easyKills);
    offers = List.copyOf(offers);
  }

  /**
   * A stop action and whether it can be used.
   *
   * @param action its name
   * @param destructive whether unsaved work is lost
   * @param availability whether it can be used on all that would need it
   */
  public record Offer(StopAction action, boolean destructive, Availability availability) {}

  /** Whether somebody must choose an action. */
  public boolean needsAction() {
    return !easyKills.containsAll(inTheWay.stream().map(Vm::id).toList());
  }
}
