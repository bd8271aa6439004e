package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A VM that must stop first, as a row of the dialog.
 *
 * @param vmid its number
 * @param name its name
 * @param look its icon and hue
 * @param why its state, and why it must stop
 * @param actions how it can stop, gentlest first; empty unless it is one of several to choose for
 * @param note why an action is not available, or that there is no choice; may be empty
 */
public record InTheWay(
    int vmid, String name, VmLook look, String why, List<Action> actions, String note) {

  /**
   * A stop action of one VM.
   *
   * @param id its name in the API
   * @param title its name
   * @param available whether it is available
   * @param chosen whether it is chosen unless the reader chooses another
   * @param why why it is not available; empty if it is
   */
  public record Action(String id, String title, boolean available, boolean chosen, String why) {}

  /** One row for each VM; with a choice of its own if there are several to choose for. */
  static List<InTheWay> of(StopChoice choice) {
    List<Vm> undecided = choice.undecided();
    boolean chooses =
        undecided.size() > 1
            && undecided.stream()
                .allMatch(vm -> offers(choice, vm).stream().anyMatch(Offer::isAvailable));
    return choice.guests().stream()
        .map(vm -> of(choice, vm, chooses && undecided.contains(vm)))
        .toList();
  }

  private static InTheWay of(StopChoice choice, Vm vm, boolean chooses) {
    List<Action> actions = chooses ? actions(offers(choice, vm)) : List.of();
    String because =
        choice.because().getOrDefault(vm.id(), List.of()).stream()
            .map(reason -> PlainText.line(Messages.text(reason.message())))
            .distinct()
            .collect(Collectors.joining(", "));
    String state = CardState.of(vm, Optional.empty()).word(Optional.empty());
    boolean shared =
        choice.because().getOrDefault(vm.id(), List.of()).stream()
            .allMatch(Conflict.Shared.class::isInstance);
    return new InTheWay(
        vm.id().value(),
        LaunchDialogModel.name(vm),
        VmLook.of(vm),
        PageText.IN_THE_WAY.text(
            because.isEmpty() ? "asked" : shared ? "shared" : "other", state, because),
        actions,
        choice.easyKills().contains(vm.id())
            ? PageText.EASY_KILL_NOTE.text()
            : actions.stream()
                .filter(action -> !action.available())
                .map(action -> PageText.NOT_AVAILABLE.text(action.title(), action.why()))
                .collect(Collectors.joining(" ")));
  }

  private static List<Offer> offers(StopChoice choice, Vm vm) {
    return choice.offersOf().getOrDefault(vm.id(), List.of());
  }

  private static List<Action> actions(List<Offer> offers) {
    Optional<Offer> gentlest = offers.stream().filter(Offer::isAvailable).findFirst();
    return offers.stream()
        .map(
            offer ->
                new Action(
                    offer.action().id(),
                    PageText.ACTION_SHORT.text(offer.action().id()),
                    offer.isAvailable(),
                    gentlest.equals(Optional.of(offer)),
                    offer
                        .availability()
                        .reason()
                        .map(Messages::text)
                        .map(PlainText::line)
                        .orElse("")))
        .toList();
  }

  String key() {
    return vmid
        + why
        + actions.stream()
            .map(action -> action.id() + action.available())
            .collect(Collectors.joining(","));
  }
}
