package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of the dialog: what will happen, and the choices.
 *
 * @param subject what it is about
 * @param title the question
 * @param who the subject of {@code lead}; may be empty
 * @param lead the text below the title
 * @param remark what has changed, or why the last click failed; may be empty
 * @param remarks what else should be known first
 * @param running the vmids of the VMs that must stop, joined by commas
 * @param choices the stop actions or recoveries; empty if there is nothing to choose
 * @param inTheWay the VMs that must stop, and the choices for each if there are several
 * @param go the button that does it; {@link Go#NONE} if there are only choices
 * @param insteadTitle the heading of {@code instead}; may be empty
 * @param instead how the VM can be stopped rather than launched
 */
public record LaunchDialogModel(
    DialogSubject subject,
    String title,
    String who,
    String lead,
    String remark,
    List<String> remarks,
    String running,
    List<Choice> choices,
    List<InTheWay> inTheWay,
    Go go,
    String insteadTitle,
    List<Choice> instead) {

  /** No dialog. */
  static final LaunchDialogModel NONE = message("", "");

  /**
   * The button that does it.
   *
   * @param label its text; empty if there is none
   * @param destructive whether it is red
   * @param sure whether a click confirms the question
   */
  public record Go(String label, boolean destructive, boolean sure) {
    static final Go NONE = new Go("", false, false);
  }

  /** A dialog with only a message. */
  static LaunchDialogModel message(String title, String lead) {
    return closed(DialogSubject.NONE, title, lead);
  }

  /** A dialog about that subject in which nothing can be done. */
  static LaunchDialogModel closed(DialogSubject subject, String title, String lead) {
    return asking(subject, title, "", lead, List.of(), List.of(), Go.NONE);
  }

  /**
   * A question about that subject.
   *
   * @param guests the VMs that must stop
   */
  static LaunchDialogModel asking(
      DialogSubject subject,
      String title,
      String who,
      String lead,
      List<Vm> guests,
      List<Choice> choices,
      Go go) {
    return new LaunchDialogModel(
        subject,
        title,
        who,
        lead,
        "",
        List.of(),
        ids(guests),
        choices,
        List.of(),
        go,
        "",
        List.of());
  }

  LaunchDialogModel withRemark(String text) {
    return new LaunchDialogModel(
        subject,
        title,
        who,
        lead,
        text.equals(lead) ? "" : text,
        remarks,
        running,
        choices,
        inTheWay,
        go,
        insteadTitle,
        instead);
  }

  LaunchDialogModel withRemarks(List<String> texts) {
    return new LaunchDialogModel(
        subject,
        title,
        who,
        lead,
        remark,
        texts,
        running,
        choices,
        inTheWay,
        go,
        insteadTitle,
        instead);
  }

  /**
   * The same with the VMs that must stop.
   *
   * @param label the button for the choices of each of them, which replace those for all
   */
  LaunchDialogModel withRows(List<InTheWay> rows, String label) {
    boolean chosenForEach = rows.stream().anyMatch(row -> !row.actions().isEmpty());
    return new LaunchDialogModel(
        subject,
        title,
        who,
        lead,
        remark,
        remarks,
        running,
        chosenForEach ? List.of() : choices,
        rows,
        chosenForEach ? new Go(label, false, false) : go,
        insteadTitle,
        instead);
  }

  LaunchDialogModel withInstead(String heading, List<Choice> stops) {
    return new LaunchDialogModel(
        subject, title, who, lead, remark, remarks, running, choices, inTheWay, go, heading, stops);
  }

  /** Identifies the plan, regardless of its remark. */
  public String key() {
    Stream<String> texts =
        Stream.of(title, who, lead, String.join(" ", remarks), running, subject.recovery());
    Stream<String> offers =
        Stream.concat(choices.stream(), instead.stream())
            .flatMap(
                choice ->
                    Stream.of(
                        choice.action(), choice.available() ? "can" : "cannot", choice.detail()));
    return Stream.of(texts, offers, inTheWay.stream().map(InTheWay::key))
        .flatMap(parts -> parts)
        .collect(Collectors.joining("|"));
  }

  /** Why none of the choices is available, if the reason is the same for all; else empty. */
  public String noneBecause() {
    boolean none = choices.size() > 1 && choices.stream().noneMatch(Choice::available);
    return none && choices.stream().map(Choice::detail).distinct().count() == 1
        ? choices.get(0).detail()
        : "";
  }

  /** Whether to show the dialog. */
  public boolean isShown() {
    return !title.isEmpty();
  }

  /** The names of those VMs, as a list in a sentence. */
  static String names(List<Vm> vms) {
    return Messages.list(vms.stream().map(LaunchDialogModel::name).toList());
  }

  /** The name of that VM, on one line. */
  static String name(Vm vm) {
    return PlainText.line(vm.name());
  }

  /** The vmids of those VMs, joined by commas. */
  static String ids(List<Vm> vms) {
    return vms.stream().map(vm -> vm.id().toString()).sorted().collect(Collectors.joining(","));
  }
}
