package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.web.page.LaunchDialogModel.Go;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The dialogs about a VM that is to stop, or to restart. */
final class StopPlans {
  private final StopPreview preview;
  private final Duration shutdownTimeout;
  private final Vm vm;
  private final String name;

  StopPlans(StopPreview preview, Duration shutdownTimeout) {
    this.preview = preview;
    this.shutdownTimeout = shutdownTimeout;
    this.vm = preview.choice().guests().get(0);
    this.name = LaunchDialogModel.name(vm);
  }

  /** Whether a click has to be confirmed before it is stopped. */
  boolean isKept() {
    return TagPolicy.isKept(vm.tags());
  }

  /**
   * It runs.
   *
   * @param stuck why nothing can be done before an administrator acts; may be empty
   */
  LaunchDialogModel running(Optional<String> stuck) {
    return LaunchDialogModel.asking(
        DialogSubject.of(vm, Optional.empty()),
        PageText.IS_RUNNING.text(name),
        "",
        stuck.orElseGet(PageText.WHAT_TO_DO::text),
        List.of(),
        choices(),
        Go.NONE);
  }

  /** The same plan, with the ways to stop the VM instead. */
  LaunchDialogModel addTo(LaunchDialogModel launch) {
    return launch.withInstead(PageText.INSTEAD.text(name), choices());
  }

  /** How to stop it before it starts again; hibernating would not restart it. */
  LaunchDialogModel restart() {
    return LaunchDialogModel.asking(
        DialogSubject.of(vm, LaunchGoal.RESTART, ""),
        PageText.ASK_RESTART.text(name),
        "",
        PageText.RESTART_HOW.text(),
        List.of(),
        offers()
            .filter(offer -> !offer.action().equals(StopAction.HIBERNATE))
            .map(offer -> choice(offer, LaunchGoal.RESTART))
            .toList(),
        Go.NONE);
  }

  /** One stop action alone, with what it does; empty if there is no such action. */
  Optional<LaunchDialogModel> ask(StopAction action) {
    return offers()
        .filter(offer -> offer.action().equals(action))
        .findFirst()
        .map(
            offer ->
                LaunchDialogModel.asking(
                    DialogSubject.of(vm, LaunchGoal.STOP, action.id()),
                    PageText.ASK_STOP.text(action.id(), name),
                    "",
                    isKept() ? PageText.KEPT.text(name) : "",
                    List.of(),
                    List.of(choice(offer, LaunchGoal.STOP)),
                    Go.NONE));
  }

  /** It has the tag {@code keep}: asks once more. */
  LaunchDialogModel confirm(LaunchGoal goal, StopAction action) {
    String done = goal == LaunchGoal.RESTART ? goal.id() : action.id();
    return LaunchDialogModel.asking(
        DialogSubject.of(vm, goal, action.id()),
        PageText.KEPT.text(name),
        "",
        PageText.KEPT_ASK.text(goal.id()),
        List.of(),
        List.of(),
        new Go(PageText.STOP_NOW.text(done, name), true, true));
  }

  private List<Choice> choices() {
    return Stream.concat(offers().map(offer -> choice(offer, LaunchGoal.STOP)), Stream.of(reboot()))
        .toList();
  }

  private Stream<Offer> offers() {
    return preview.choice().offers().stream();
  }

  private Choice choice(Offer offer, LaunchGoal goal) {
    return Choice.of(offer, shutdownTimeout, any -> Optional.empty(), preview.passesThrough())
        .towards(goal);
  }

  /** By a shutdown where that is possible, else by what is chosen next. */
  private Choice reboot() {
    boolean shutsDown =
        offers().anyMatch(offer -> offer.isAvailable() && isBy(offer, StopAction.SHUTDOWN));
    return Choice.reboot(
        shutsDown ? StopAction.SHUTDOWN.id() : "",
        rebootRefusal()
            .<Availability>map(Availability.Unavailable::new)
            .orElseGet(Availability.Available::new),
        shutdownTimeout);
  }

  private Optional<Message> rebootRefusal() {
    List<Offer> ways = offers().filter(offer -> !isBy(offer, StopAction.HIBERNATE)).toList();
    return preview
        .restartRefusal()
        .or(
            () ->
                ways.stream().anyMatch(Offer::isAvailable)
                    ? Optional.empty()
                    : ways.stream()
                        .flatMap(offer -> offer.availability().reason().stream())
                        .findFirst());
  }

  private static boolean isBy(Offer offer, StopAction action) {
    return offer.action().equals(action);
  }

  /** It runs, and nothing is known of how it can stop. */
  static LaunchDialogModel closed(Vm vm, Optional<Message> refusal) {
    return LaunchDialogModel.closed(
        DialogSubject.of(vm, Optional.empty()),
        PageText.IS_RUNNING.text(LaunchDialogModel.name(vm)),
        stuck(vm, refusal).orElseGet(PageText.NOTHING_TO_DO::text));
  }

  /** The advice for a lock that prevents stop and start of a running VM; empty without such. */
  static Optional<String> stuck(Vm vm, Optional<Message> refusal) {
    return refusal
        .filter(no -> vm.lock().filter("suspending"::equals).isPresent())
        .map(Messages::text)
        .map(PlainText::line);
  }
}
