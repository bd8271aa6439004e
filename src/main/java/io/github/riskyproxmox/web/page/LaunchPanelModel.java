package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launch under way or the last one, as drawn. */
public final class LaunchPanelModel {
  private final LaunchReport report;
  private final SiteSnapshot site;
  private final Instant now;

  LaunchPanelModel(LaunchReport report, SiteSnapshot site, Instant now) {
    this.report = report;
    this.site = site;
    this.now = now;
  }

  /** Whether it is worth a panel: what went well, or was called off, is history in time. */
  boolean isShown() {
    return switch (report.phase()) {
      case SUCCEEDED, CANCELLED -> site.launchIsNews();
      case STOPPING, WAITING, STARTING, FAILED, INTERRUPTED -> true;
    };
  }

  /** Whether the target runs by what is known now, and not only by what the launch has seen. */
  private boolean runsNow() {
    return site.trouble().isEmpty() && power().equals(Optional.of(PowerState.RUNNING));
  }

  private Optional<PowerState> power() {
    return site.inventory().find(report.target().id()).map(Vm::power);
  }

  /** Unique per launch: an outcome is dismissed by it. */
  public String id() {
    return report.id();
  }

  /** The VM that is to run. */
  public int vmid() {
    return report.target().id().value();
  }

  /** Its name. */
  public String name() {
    return PlainText.line(report.targetName());
  }

  /** {@code busy}, {@code good}, {@code bad} or {@code quiet}: colour, sign and icon follow it. */
  public String mood() {
    return report.phase() == LaunchPhase.SUCCEEDED && !runsNow() ? "quiet" : mood(report.phase());
  }

  /** The same for the browser's tab, where an old outcome has no place. */
  public String tabMood() {
    return site.launchIsNews() ? mood() : "quiet";
  }

  static String mood(LaunchPhase phase) {
    return switch (phase) {
      case STOPPING, WAITING, STARTING -> "busy";
      case SUCCEEDED -> "good";
      case FAILED, INTERRUPTED -> "bad";
      case CANCELLED -> "quiet";
    };
  }

  /** Whether nothing more will happen. */
  public boolean over() {
    return report.phase().isOver();
  }

  /** What is happening, or how it ended. */
  public String title() {
    return switch (report.phase()) {
      case STOPPING, WAITING, STARTING -> "Launching " + name();
      case SUCCEEDED -> name() + (runsNow() ? " is running" : " was started");
      case FAILED -> name() + " was not launched";
      case CANCELLED -> "The launch of " + name() + " was cancelled";
      case INTERRUPTED -> "The launch of " + name() + " was interrupted and not resumed";
    };
  }

  /** The title for the browser's tab; empty if it has none for it. */
  public String shortTitle() {
    if (!site.launchIsNews() || (report.phase() == LaunchPhase.SUCCEEDED && !runsNow())) {
      return "";
    }
    return switch (mood()) {
      case "busy" -> "\u25CC " + title();
      case "good" -> "\u2713 " + title();
      case "bad" -> "\u2715 " + title();
      default -> title();
    };
  }

  /** What the live region says of it: changes with the phase alone. */
  public String announcement() {
    return switch (report.phase()) {
      case STOPPING, WAITING -> title() + ": stopping " + stoppingNames() + ".";
      case STARTING -> "Starting " + name() + ".";
      case SUCCEEDED, CANCELLED, FAILED, INTERRUPTED -> (title() + ". " + message()).strip();
    };
  }

  /** Changes when the live region has something new to say. */
  public String phase() {
    return id()
        + ":"
        + (report.phase() == LaunchPhase.WAITING ? LaunchPhase.STOPPING : report.phase())
        + (report.phase() == LaunchPhase.SUCCEEDED ? ":" + now() : "");
  }

  /** What has become of the target that was started; empty while it runs. */
  private String now() {
    if (runsNow()) {
      return "";
    }
    if (site.trouble().isPresent()) {
      return "What it does now is not known.";
    }
    return power()
        .map(
            power ->
                power == PowerState.UNKNOWN
                    ? "Its node does not answer now."
                    : "It is %s now.".formatted(power.name().toLowerCase(Locale.ROOT)))
        .orElse("Proxmox does not list it any more.");
  }

  /** What neither the title nor the steps say; may be empty. */
  public String message() {
    String sentence = PlainText.line(report.message());
    return switch (report.phase()) {
      case STOPPING, WAITING, STARTING ->
          sentence.matches("(Waiting until|Starting) .*") ? "" : sentence;
      case SUCCEEDED -> now();
      case CANCELLED -> "";
      case FAILED -> sentence.replace(" " + name() + " was not started.", "");
      case INTERRUPTED -> withoutTitle(sentence);
    };
  }

  private String withoutTitle(String sentence) {
    String head = title() + ": ";
    if (!sentence.startsWith(head)) {
      return sentence;
    }
    String rest = sentence.substring(head.length());
    return rest.startsWith(name())
        ? rest
        : rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
  }

  /** PVE's last line about the task under way; empty if there is none. */
  public String taskLogLine() {
    return over() ? "" : report.taskLogLine().map(PlainText::line).map(PveWords::brief).orElse("");
  }

  /** When it began, in milliseconds since 1970. */
  public long startedAt() {
    return report.startedAt().toEpochMilli();
  }

  /** When it was over, in milliseconds since 1970; 0 while it is not. */
  public long endedAt() {
    return report.endedAt().map(Instant::toEpochMilli).orElse(0L);
  }

  /** How long such a launch usually takes; empty if that is not known, or it is over. */
  public String usually() {
    return over() ? "" : report.usually().map(Durations::brief).orElse("");
  }

  /** How long it has taken. */
  public String elapsed() {
    return clock(report.startedAt(), report.endedAt().orElse(now));
  }

  /** When the current wait gives up, in milliseconds since 1970; 0 if it has no deadline. */
  public long deadline() {
    return over() ? 0 : report.deadline().map(Instant::toEpochMilli).orElse(0L);
  }

  /** When the step began whose deadline that is. */
  public long waitingSince() {
    return report.steps().stream()
        .filter(step -> step.endedAt().isEmpty())
        .flatMap(step -> step.startedAt().stream())
        .min(Instant::compareTo)
        .orElse(report.startedAt())
        .toEpochMilli();
  }

  /** The same as a time of the launch's own clock: {@code 3:00}. */
  public String givesUpAt() {
    return report.deadline().map(end -> clock(report.startedAt(), end)).orElse("");
  }

  /** Its steps. */
  public List<StepModel> steps() {
    return report.steps().stream()
        .map(step -> StepModel.of(step, report.startedAt(), now))
        .map(step -> message().contains(step.detail()) ? step.withoutDetail() : step)
        .toList();
  }

  /** What is changed for good, beside what title and steps say; empty while it is under way. */
  public List<String> changed() {
    return over() ? beside(report.changed()) : List.of();
  }

  /** What was not done, beside what title and steps say; empty while it is under way. */
  public List<String> unchanged() {
    return over() ? beside(report.unchanged()) : List.of();
  }

  private List<String> beside(List<String> sentences) {
    return sentences.stream()
        .map(PlainText::line)
        .filter(sentence -> !sentence.equals(title() + "."))
        .filter(sentence -> !sentence.equals(name() + " was started."))
        .filter(sentence -> !sentence.equals(name() + " was not started."))
        .filter(sentence -> !sentence.matches(".* was (asked to shut down|told to .*)\\."))
        .toList();
  }

  /** Whether terminate can overtake the shutdown being waited for. */
  public boolean terminable() {
    return report.canTerminate();
  }

  /** Whether it can still be cancelled. */
  public boolean cancellable() {
    return report.canCancel();
  }

  /** What to do about a failure, best first. */
  public List<RemedyModel> remedies() {
    return report.remedies().stream().map(this::remedy).toList();
  }

  /** The names of what is being stopped. */
  public String stoppingNames() {
    return names(report.stopping().stream());
  }

  private String names(Stream<VmId> ids) {
    String names =
        ids.distinct()
            .sorted()
            .map(site.inventory()::find)
            .flatMap(Optional::stream)
            .map(Vm::name)
            .map(PlainText::line)
            .map(Names::brief)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "what is running" : names;
  }

  private RemedyModel remedy(Remedy remedy) {
    return switch (remedy) {
      case TRY_AGAIN ->
          new RemedyModel("Try again", report.action().map(Object::toString).orElse(""), false);
      case TERMINATE_AND_LAUNCH ->
          new RemedyModel("Terminate " + stillUp() + " and launch", "terminate", true);
    };
  }

  /** What a failed launch has not got out of the way: all of it would be terminated. */
  private String stillUp() {
    return names(
        report.steps().stream()
            .filter(step -> step.kind() == LaunchStep.Kind.WAIT)
            .filter(step -> step.state() != LaunchStep.State.DONE)
            .map(LaunchStep::vm));
  }

  private static String clock(Instant from, Instant to) {
    return Durations.clock(Duration.between(from, to));
  }

  /** The vmids it found in its way, joined by commas: a click here is about those and no others. */
  public String running() {
    return report.steps().stream()
        .filter(step -> step.kind() == LaunchStep.Kind.STOP)
        .map(LaunchStep::vm)
        .distinct()
        .sorted()
        .map(VmId::toString)
        .collect(Collectors.joining(","));
  }
}
