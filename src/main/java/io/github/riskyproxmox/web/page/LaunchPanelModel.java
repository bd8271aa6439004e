package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launch under way or the last one, for the launch panel. */
public final class LaunchPanelModel {
  private static final Set<MessageKey> SAID_BY_TITLE_AND_STEPS =
      Set.of(
          MessageKey.STARTED,
          MessageKey.NOT_STARTED,
          MessageKey.NODE_NOT_SHUT_DOWN,
          MessageKey.WAS_ASKED);

  private static final Set<MessageKey> HOW_IT_STOPPED =
      Set.of(
          MessageKey.STOPPED, MessageKey.HIBERNATED, MessageKey.SAVED_ITSELF, MessageKey.LEFT_NODE);

  private final LaunchReport report;
  private final SiteSnapshot site;
  private final Instant now;
  private final LaunchOutcome outcome;
  private final LaunchTitles titles;

  LaunchPanelModel(LaunchReport report, SiteSnapshot site, Instant now) {
    this.report = report;
    this.site = site;
    this.now = now;
    this.outcome = new LaunchOutcome(report, site);
    this.titles = new LaunchTitles(report, site, outcome);
  }

  /** Whether it is shown: a launch that succeeded or was cancelled only for a while. */
  boolean isShown() {
    return outcome.isShown();
  }

  /** How it looks. */
  public HandoverModel handover() {
    return new HandoverModel(report, site, now);
  }

  /** Unique per launch: a result is dismissed by it. */
  public String id() {
    return report.id();
  }

  /** The vmid of the target; 0 where a node is shut down. */
  public int vmid() {
    return report.target().map(VmId::value).orElse(0);
  }

  /** Its name. */
  public String name() {
    return PlainText.line(report.subject());
  }

  /** {@code busy}, {@code good}, {@code bad} or {@code quiet}: colour, sign and icon follow it. */
  public String mood() {
    return outcome.mood();
  }

  /** The same for the browser's tab, which does not show old results. */
  public String tabMood() {
    return site.launchIsNews() ? mood() : "quiet";
  }

  /** Whether nothing more will happen. */
  public boolean over() {
    return report.phase().isOver();
  }

  /** What is happening, or how it ended. */
  public String title() {
    return titles.title();
  }

  /** The title for the browser's tab; empty if it has none for it. */
  public String shortTitle() {
    return titles.shortTitle();
  }

  /** The text of the live region, which only changes with the phase. */
  public String announcement() {
    return switch (report.phase()) {
      case STOPPING, WAITING, STARTING -> titles.announcement(stoppingNames());
      case SUCCEEDED, CANCELLED, FAILED, INTERRUPTED -> (title() + ". " + message()).strip();
    };
  }

  /** What it leads to, as clicks name it. */
  public String goal() {
    return report.goal().id();
  }

  /** The node that is shut down; empty unless one is. */
  public String node() {
    return report.goal() == LaunchGoal.HOST_SHUTDOWN ? report.node().value() : "";
  }

  /** Changes when the live region's text changes. */
  public String phase() {
    return id()
        + ":"
        + (report.phase() == LaunchPhase.WAITING ? LaunchPhase.STOPPING : report.phase())
        + (report.phase() == LaunchPhase.SUCCEEDED ? ":" + outcome.now() : "");
  }

  /** What neither the title nor the steps say; may be empty. */
  public String message() {
    return switch (report.phase()) {
      case SUCCEEDED -> outcome.now();
      case CANCELLED -> "";
      case STOPPING, WAITING, STARTING, FAILED, INTERRUPTED -> {
        String text =
            stepsHaveTheWords()
                ? Messages.panelText(report.message())
                : Messages.text(report.message());
        yield text.isEmpty() ? "" : PlainText.line(text);
      }
    };
  }

  /** Whether no words of Proxmox are lost where the panel's text leaves them out. */
  private boolean stepsHaveTheWords() {
    String words = report.message().words();
    return report.steps().stream()
            .flatMap(step -> step.detail().stream())
            .map(Message::words)
            .anyMatch(words::equals)
        || words.isEmpty();
  }

  /** Proxmox's own words about what went wrong, in full; empty if there are none. */
  public String details() {
    return PlainText.line(report.message().words());
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

  /** How long such a launch usually takes; empty if not known, or if it is over. */
  public String usually() {
    return over() ? "" : report.usually().map(Durations::brief).orElse("");
  }

  /** How long it has taken so far, or took. */
  public String elapsed() {
    return span(report.startedAt(), report.endedAt().orElse(now));
  }

  /** The same as a sentence when it is over: {@code Took 19 s.}; empty before. */
  public String took() {
    return over() ? PageText.TOOK.text(elapsed()) : "";
  }

  /** The deadline as time since the launch began: {@code 3 min}. */
  private String givesUpAt() {
    return report.deadline().map(end -> span(report.startedAt(), end)).orElse("");
  }

  /** The same in words: {@code stops waiting after 3 min}; empty if there is no deadline. */
  public String limit() {
    return over() || report.deadline().isEmpty() ? "" : PageText.LIMIT.text(givesUpAt());
  }

  /** Its steps. Where several VMs stop, each has one line: what it is asked, then the wait. */
  public List<StepModel> steps() {
    return report.steps().stream()
        .filter(step -> stoppedVms().count() < 2 || isLineOfItsVm(step))
        .map(
            step -> {
              StepModel model = StepModel.of(step, report.startedAt(), now);
              return step.detail().filter(report.message()::contains).isPresent()
                  ? model.withoutDetail()
                  : model;
            })
        .toList();
  }

  private Stream<VmId> stoppedVms() {
    return report.steps().stream()
        .filter(step -> step.kind() == LaunchStep.Kind.STOP)
        .map(LaunchStep::vm)
        .distinct();
  }

  private boolean isLineOfItsVm(LaunchStep step) {
    boolean isSent =
        report.steps().stream()
            .filter(other -> other.vm().equals(step.vm()))
            .anyMatch(
                other ->
                    other.kind() == LaunchStep.Kind.STOP && other.state() == LaunchStep.State.DONE);
    return switch (step.kind()) {
      case RESUME, START -> true;
      case STOP -> !isSent;
      case WAIT -> isSent;
    };
  }

  /** What was done, without what title and steps say; empty while it is under way. */
  public List<String> changed() {
    return over() ? others(report.changed()) : List.of();
  }

  /** What was not done, without what title and steps say; empty while it is under way. */
  public List<String> unchanged() {
    return over() ? others(report.unchanged()) : List.of();
  }

  private List<String> others(List<Message> messages) {
    boolean titleSaysHow =
        report.phase() == LaunchPhase.SUCCEEDED
            && (report.goal() == LaunchGoal.STOP || report.goal() == LaunchGoal.RESTART);
    return messages.stream()
        .filter(message -> SAID_BY_TITLE_AND_STEPS.stream().noneMatch(message::is))
        .filter(message -> !titleSaysHow || HOW_IT_STOPPED.stream().noneMatch(message::is))
        .map(Messages::text)
        .map(PlainText::line)
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

  /** The next actions after a failure, best first. */
  public List<RemedyModel> remedies() {
    return new Remedies(report, site).all();
  }

  /** The names of what is being stopped. */
  public String stoppingNames() {
    return names(site, report.stopping().stream());
  }

  /** The names of those VMs, joined by commas; "what is running" where none is known. */
  static String names(SiteSnapshot site, Stream<VmId> ids) {
    String names =
        ids.distinct()
            .sorted()
            .map(site.inventory()::find)
            .flatMap(Optional::stream)
            .map(Vm::name)
            .map(PlainText::line)
            .map(Names::brief)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? PageText.WHAT_IS_RUNNING.text() : names;
  }

  private static String span(Instant from, Instant to) {
    return Messages.span(Duration.between(from, to));
  }

  /** The vmids of the conflicting VMs, joined by commas: a click here is about those only. */
  public String running() {
    return stoppedVms().sorted().map(VmId::toString).collect(Collectors.joining(","));
  }
}
