package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.Conflict;
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
 * The content of the dialog: what will happen, and the choices.
 *
 * @param vmid the VM to launch; 0 if it does not exist any more
 * @param title the question
 * @param who the subject of {@code lead}; may be empty
 * @param lead the text below the title
 * @param remark what has changed, or why the last click failed; may be empty
 * @param running the vmids of the VMs that must stop, joined by commas
 * @param choices the stop actions; empty if there is nothing to choose
 * @param go the label of the launch button; empty if there are choices
 * @param recovery the chosen recovery of a crashed target; may be empty
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

  /** The usual duration of the launch with an action, or without one. */
  @FunctionalInterface
  interface Usual extends Function<Optional<StopAction>, Optional<Duration>> {}

  /** The dialog without a chosen recovery. */
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

  /** Explains the lock of a failed hibernation, which prevents stop and start of a running VM. */
  private static String running(LaunchPreview preview) {
    boolean stuck = preview.target().lock().filter("suspending"::equals).isPresent();
    return preview
        .refusal()
        .filter(no -> stuck)
        .map(Messages::text)
        .map(PlainText::line)
        .orElse("There is nothing to do.");
  }

  /** A dialog with only a message. */
  static LaunchDialogModel message(String title, String lead) {
    return new LaunchDialogModel(0, title, "", lead, "", "", List.of(), "", "");
  }

  /** Identifies the plan, regardless of its remark. */
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

  /** Whether to show the dialog. */
  public boolean isShown() {
    return !title.isEmpty();
  }

  private static LaunchDialogModel closed(Vm target, String title, String lead, String remark) {
    return new LaunchDialogModel(
        target.id().value(), title, "", lead, remark, "", List.of(), "", "");
  }

  /** After io-error the guest still has unsaved data, so every recovery is destructive. */
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
                    ? " A disk of it could not be read or written. Either choice loses what it has"
                        + " not saved. With working storage, Resume in Proxmox's own page continues"
                        + " without loss."
                    : "",
                then(preview)),
        remark,
        ids(preview.inTheWay()),
        preview.recoveries().stream().map(offer -> Choice.of(offer, disk)).toList(),
        "",
        "");
  }

  /** What happens first to the VMs that must stop. */
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
                .map(offer -> Choice.of(offer, shutdownTimeout, usual, passesThrough(preview)))
                .toList()
            : List.of(),
        asks ? "" : verb + " " + name,
        recovery.map(Recovery::id).orElse(""));
  }

  /** A sentence about that duration; empty if it is not known. */
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
    return "%s%s. What should happen to %s first?"
        .formatted(busy(inTheWay), shared(preview), one ? "it" : "them");
  }

  /** Whether a VM in the way shares a PCI device, which a forced stop can leave unusable. */
  private static boolean passesThrough(LaunchPreview preview) {
    return preview.because().values().stream()
        .flatMap(List::stream)
        .anyMatch(
            reason ->
                reason instanceof Conflict.Shared shared && shared.claim() instanceof Claim.Pci);
  }

  /** What those in the way and the target both claim; empty where one VM at a time runs. */
  private static String shared(LaunchPreview preview) {
    List<String> claims =
        preview.inTheWay().stream()
            .flatMap(vm -> preview.because().getOrDefault(vm.id(), List.of()).stream())
            .filter(Conflict.Shared.class::isInstance)
            .map(reason -> Messages.text(reason.message()))
            .distinct()
            .toList();
    if (claims.isEmpty()) {
      return "";
    }
    return ", and %s %s, which %s needs"
        .formatted(
            preview.inTheWay().size() == 1 ? "uses" : "use",
            Messages.list(claims.stream().map(PlainText::line).toList()),
            PlainText.line(preview.target().name()));
  }

  /** Their common state, or "up" if they differ. */
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
