package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.web.page.LaunchDialogModel.Go;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The dialogs about a VM that does not run. */
final class LaunchPlans {
  private final LaunchPreview preview;
  private final Optional<Recovery> recovery;
  private final Duration shutdownTimeout;
  private final Usual usual;
  private final Vm target;
  private final String name;

  /** The usual duration of the launch with an action, or without one. */
  @FunctionalInterface
  interface Usual extends Function<Optional<StopAction>, Optional<Duration>> {
    /** A sentence about the duration with that action; empty if it is not known. */
    default String sentence(Optional<StopAction> action) {
      return apply(action)
          .map(Durations::brief)
          .map(action.isPresent() ? PageText.IN_ALL::text : PageText.USUALLY::text)
          .map(sentence -> " " + sentence)
          .orElse("");
    }
  }

  private LaunchPlans(
      LaunchPreview preview, Optional<Recovery> recovery, Duration shutdownTimeout, Usual usual) {
    this.preview = preview;
    this.recovery = recovery;
    this.shutdownTimeout = shutdownTimeout;
    this.usual = usual;
    this.target = preview.target();
    this.name = LaunchDialogModel.name(target);
  }

  /** The plan of that launch, with what should be known before. */
  static LaunchDialogModel of(
      LaunchPreview preview, Optional<Recovery> recovery, Duration shutdownTimeout, Usual usual) {
    return new LaunchPlans(preview, recovery, shutdownTimeout, usual)
        .plan()
        .withRemarks(Messages.texts(preview.remarks()).stream().map(PlainText::line).toList());
  }

  private LaunchDialogModel plan() {
    if (target.power() == PowerState.UNKNOWN) {
      return closed(PageText.NODE_NOT_ANSWERING.text(name, target.node().toString()));
    }
    if (preview.refusal().isPresent()) {
      return closed(PlainText.line(Messages.text(preview.refusal().get())));
    }
    return target.power() == PowerState.CRASHED && recovery.isEmpty() ? crashed() : open();
  }

  private LaunchDialogModel closed(String why) {
    return LaunchDialogModel.closed(
        DialogSubject.of(target, Optional.empty()), PageText.CANNOT_LAUNCH.text(name), why);
  }

  /** After io-error the guest still has unsaved data, so every recovery is destructive. */
  private LaunchDialogModel crashed() {
    boolean disk = target.qmpStatus().equals("io-error");
    String state = PlainText.line(Messages.text(target.powerMessage()));
    return LaunchDialogModel.asking(
        DialogSubject.of(target, Optional.empty()),
        PageText.RECOVER.text(name),
        name,
        PageText.RECOVER_HOW.text(disk ? "disk" : "other", state) + then(),
        preview.inTheWay(),
        preview.recoveries().stream().map(offer -> Choice.of(offer, disk)).toList(),
        Go.NONE);
  }

  /** What happens first to the VMs that must stop. */
  private String then() {
    if (preview.inTheWay().isEmpty()) {
      return "";
    }
    PageText text = preview.needsAction() ? PageText.THEN_ASK : PageText.THEN_TERMINATE;
    return " " + text.text(LaunchDialogModel.names(preview.inTheWay()));
  }

  private LaunchDialogModel open() {
    String verb =
        switch (target.power()) {
          case PAUSED, HIBERNATED -> "resume";
          case ASLEEP -> "wake";
          case RUNNING, CRASHED, POWERED_OFF, STOPPED, UNKNOWN -> "launch";
        };
    boolean asks = preview.needsAction();
    List<Vm> inTheWay = preview.inTheWay();
    String go = PageText.LAUNCH.text(verb, name);
    LaunchDialogModel plan =
        LaunchDialogModel.asking(
            DialogSubject.of(target, recovery),
            PageText.ASK_LAUNCH.text(inTheWay.isEmpty() ? verb : "switch", name),
            "",
            lead(verb) + (asks ? "" : usual.sentence(Optional.empty())),
            inTheWay,
            asks ? choices() : List.of(),
            asks ? Go.NONE : new Go(go, false, false));
    return plan.withRows(InTheWay.of(preview.choice()), PageText.STOP_THESE.text(verb));
  }

  private List<Choice> choices() {
    return preview.offers().stream()
        .map(offer -> Choice.of(offer, shutdownTimeout, usual, passesThrough()))
        .toList();
  }

  private String lead(String verb) {
    List<Vm> inTheWay = preview.inTheWay();
    if (inTheWay.isEmpty()) {
      return PageText.NOTHING_IN_THE_WAY.text(verb);
    }
    return PageText.FIRST_STOPS.text(inTheWay.stream().map(LaunchDialogModel::name).toList());
  }

  /** Whether a VM in the way shares a PCI device, which a forced stop can leave unusable. */
  private boolean passesThrough() {
    return preview.because().values().stream()
        .flatMap(List::stream)
        .anyMatch(
            reason ->
                reason instanceof Conflict.Shared shared && shared.claim() instanceof Claim.Pci);
  }

  /** Their common state, or "up" if they differ. */
  static String state(List<Vm> vms) {
    List<String> states =
        vms.stream()
            .map(vm -> PlainText.line(Messages.text(vm.powerMessage())))
            .distinct()
            .toList();
    return states.size() == 1 ? states.get(0) : PageText.UP.text();
  }
}
