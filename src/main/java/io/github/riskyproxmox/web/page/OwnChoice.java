package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The stop actions of one of several VMs.
 *
 * @param vmid its number
 * @param name its name
 * @param actions those that are available, gentlest first
 */
public record OwnChoice(int vmid, String name, List<Action> actions) {
  /**
   * An available stop action.
   *
   * @param id its name in the API
   * @param title its name
   */
  public record Action(String id, String title) {}

  /** One row for each VM if they can stop, but not all in the same way; else none. */
  static List<OwnChoice> of(StopChoice choice) {
    List<OwnChoice> rows = choice.undecided().stream().map(vm -> of(choice, vm)).toList();
    boolean differ =
        choice.offers().stream()
            .filter(offer -> !offer.isAvailable())
            .anyMatch(offer -> rows.stream().anyMatch(row -> row.has(offer)));
    return differ && rows.stream().noneMatch(row -> row.actions().isEmpty()) ? rows : List.of();
  }

  private static OwnChoice of(StopChoice choice, Vm vm) {
    List<Offer> offers = choice.offersOf().getOrDefault(vm.id(), List.of());
    return new OwnChoice(
        vm.id().value(),
        LaunchDialogModel.name(vm),
        offers.stream()
            .filter(Offer::isAvailable)
            .map(offer -> offer.action().id())
            .map(id -> new Action(id, PageText.ACTION_TITLE.text(id)))
            .toList());
  }

  private boolean has(Offer offer) {
    return actions.stream().anyMatch(action -> action.id().equals(offer.action().id()));
  }

  String key() {
    return vmid + actions.stream().map(Action::id).collect(Collectors.joining(","));
  }
}
