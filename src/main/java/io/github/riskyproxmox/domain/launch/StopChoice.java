package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The guests that are to stop, and how they can.
 *
 * @param guests which, by vmid
 * @param because why each of them cannot run beside the target; empty where a client asked to stop
 *     it
 * @param easyKills those that are terminated without a question (tag {@code easy-kill})
 * @param offers every stop action for all of them, gentlest first; empty if there are none
 * @param offersOf the same for each of them alone
 */
public record StopChoice(
    List<Vm> guests,
    Map<VmId, List<Conflict.Reason>> because,
    Set<VmId> easyKills,
    List<Offer> offers,
    Map<VmId, List<Offer>> offersOf) {
  /** Copies the collections. */
  public StopChoice {
    guests = List.copyOf(guests);
    because = Map.copyOf(because);
    easyKills = Set.copyOf(easyKills);
    offers = List.copyOf(offers);
    offersOf = Map.copyOf(offersOf);
  }

  /**
   * A stop action.
   *
   * @param action its name
   * @param destructive whether unsaved work is lost
   * @param availability whether it can be used on all guests that it would stop
   */
  public record Offer(StopAction action, boolean destructive, Availability availability) {
    /** Whether it can be used. */
    public boolean isAvailable() {
      return availability.reason().isEmpty();
    }
  }

  /** Whether the client must choose an action. */
  public boolean needsAction() {
    return !undecided().isEmpty();
  }

  /** Those for which the client must choose. */
  public List<Vm> undecided() {
    return guests.stream().filter(vm -> !easyKills.contains(vm.id())).toList();
  }
}
