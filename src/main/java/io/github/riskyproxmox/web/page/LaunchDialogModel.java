package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the dialog says will happen, and what it offers.
 *
 * @param vmid what is to run; 0 if that is no VM any more
 * @param title the question
 * @param who whom the next sentence is about; may be empty
 * @param lead what stands under it
 * @param remark what has changed meanwhile, or why it could not be done; may be empty
 * @param running the vmids in the way as shown here, joined by commas
 * @param choices what can be done with them; empty if nothing is to be asked
 * @param go the label of the button that launches without a question; empty where there is none
 * @param recovery how a target that has crashed is to be brought back, where that was chosen; may
 *     be empty
 */
public record LaunchDialogModel(
    int vmid,
    String title,
    String who,
    String lead,
    String remark,
    String running,
    List<Choice> choices,
    String go,
    String recovery) {

  /** No dialog. */
  static final LaunchDialogModel NONE =
      new LaunchDialogModel(0, "", "", "", "", "", List.of(), "", "");

  /** How long the launch would usually take with an action, or without one. */
  @FunctionalInterface
  interface Usual extends Function<Optional<StopAction>, Optional<Duration>> {}

  /** Where nobody has chosen how to bring back a target that has crashed. */
  static LaunchDialogModel of(
      LaunchPreview preview, String remark, Duration shutdownTimeout, Usual usual) {
    return of(preview, Optional.empty(), remark, shutdownTimeout, usual);
  }

  static LaunchDialogModel of(
      LaunchPreview preview,
      Optional<Recovery> recovery,
      String remark,
      Duration shutdownTimeout,
      Usual usual) {
    Vm target = preview.target();
    String name = PlainText.line(target.name());
    return switch (target.power()) {
      case RUNNING -> closed(target, name + " is running", running(preview), remark);
      case UNKNOWN ->
          closed(
              target,
              name + " cannot be launched now",
              "Its node " + target.node() + " does not answer.",
              remark);
      case PAUSED, ASLEEP, CRASHED, POWERED_OFF, HIBERNATED, STOPPED ->
          preview
              .refusal()
              .map(
                  no ->
                      closed(
                          target,
                          name + " cannot be launched now",
                          PlainText.line(Messages.text(no)),
                          remark))
              .orElseGet(
                  () ->
                      target.power() == PowerState.CRASHED && recovery.isEmpty()
                          ? crashed(preview, name, remark)
                          : open(preview, recovery, name, remark, shutdownTimeout, usual));
    };
  }

  /** A running VM that a failed hibernation left locked can be neither stopped nor started. */
  private static String running(LaunchPreview preview) {
    boolean stuck = preview.target().lock().filter("suspending"::equals).isPresent();
    return preview
        .refusal()
        .filter(no -> stuck)
        .map(Messages::text)
        .map(PlainText::line)
        .orElse("There is nothing to do.");
  }

  /** A dialog that only says something. */
  static LaunchDialogModel message(String title, String lead) {
    return new LaunchDialogModel(0, title, "", lead, "", "", List.of(), "", "");
  }

  /** Tells two plans apart, whatever is remarked on them. */
  public String key() {
    return Stream.concat(
            Stream.of(title, who, lead, running, recovery),
            choices.stream()
                .flatMap(
                    choice ->
                        Stream.of(
                            choice.action(),
                            choice.available() ? "can" : "cannot",
                            choice.detail())))
        .collect(Collectors.joining("|"));
  }

  /** Whether there is a dialog at all. */
  public boolean isShown() {
    return !title.isEmpty();
  }

  private static LaunchDialogModel closed(Vm target, String title, String lead, String remark) {
    return new LaunchDialogModel(
        target.id().value(), title, "", lead, remark, "", List.of(), "", "");
  }

  /** What the disk has not got, a guest that waits for its disk still has. */
  private static LaunchDialogModel crashed(LaunchPreview preview, String name, String remark) {
    Vm target = preview.target();
    boolean disk = target.qmpStatus().equals("io-error");
    return new LaunchDialogModel(
        target.id().value(),
        "Bring " + name + " back?",
        name,
        "is %s.%s How should it be brought back?%s"
            .formatted(
                PlainText.line(Messages.text(target.powerMessage())),
                disk
                    ? " A disk of it could not be written or read. What it has not saved is lost"
                        + " either way; once its storage works again, Resume in Proxmox's own page"
                        + " lets it go on where it was."
                    : "",
                then(preview)),
        remark,
        ids(preview.inTheWay()),
        preview.recoveries().stream().map(offer -> Choice.of(offer, disk)).toList(),
        "",
        "");
  }

  /** What becomes of those in the way before it is brought back. */
  private static String then(LaunchPreview preview) {
    if (preview.inTheWay().isEmpty()) {
      return "";
    }
    return (preview.needsAction()
            ? " The next question is what happens to %s."
            : " %s will be terminated first (easy-kill).")
        .formatted(names(preview.inTheWay()));
  }

  private static LaunchDialogModel open(
      LaunchPreview preview,
      Optional<Recovery> recovery,
      String name,
      String remark,
      Duration shutdownTimeout,
      Usual usual) {
    Vm target = preview.target();
    boolean resumes =
        switch (target.power()) {
          case PAUSED, ASLEEP, HIBERNATED -> true;
          case RUNNING, CRASHED, POWERED_OFF, STOPPED, UNKNOWN -> false;
        };
    String verb = resumes ? "Resume" : "Launch";
    boolean asks = preview.needsAction();
    return new LaunchDialogModel(
        target.id().value(),
        verb + " " + name + "?",
        preview.inTheWay().isEmpty() ? "" : names(preview.inTheWay()),
        lead(preview, resumes) + (asks ? "" : takes(usual.apply(Optional.empty()))),
        remark,
        ids(preview.inTheWay()),
        asks
            ? preview.offers().stream()
                .map(offer -> Choice.of(offer, shutdownTimeout, usual))
                .toList()
            : List.of(),
        asks ? "" : verb + " " + name,
        recovery.map(Recovery::id).orElse(""));
  }

  /** The sentence about that duration; empty if none is known. */
  static String takes(Optional<Duration> usually) {
    return usually
        .map(span -> " The launch usually takes %s.".formatted(Durations.brief(span)))
        .orElse("");
  }

  private static String lead(LaunchPreview preview, boolean resumes) {
    List<Vm> inTheWay = preview.inTheWay();
    if (inTheWay.isEmpty()) {
      return resumes
          ? "Nothing is in its way. It resumes where it was left."
          : "Nothing is in its way. It starts at once.";
    }
    boolean one = inTheWay.size() == 1;
    if (!preview.needsAction()) {
      return "will be terminated (easy-kill).";
    }
    return "%s. What should happen to %s first?".formatted(busy(inTheWay), one ? "it" : "them");
  }

  /** All in one state, or up in several. */
  private static String busy(List<Vm> vms) {
    List<String> states =
        vms.stream()
            .map(vm -> PlainText.line(Messages.text(vm.powerMessage())))
            .distinct()
            .toList();
    return (vms.size() == 1 ? "is " : "are ") + (states.size() == 1 ? states.get(0) : "up");
  }

  private static String names(List<Vm> vms) {
    return Messages.list(vms.stream().map(vm -> PlainText.line(vm.name())).toList());
  }

  private static String ids(List<Vm> vms) {
    return vms.stream().map(vm -> vm.id().toString()).sorted().collect(Collectors.joining(","));
  }
}
