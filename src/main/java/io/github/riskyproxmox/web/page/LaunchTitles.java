package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.util.Optional;
import java.util.stream.Stream;

/** The titles of a launch: for the panel, the browser's tab and screen readers. */
final class LaunchTitles {
  private final LaunchReport report;
  private final SiteSnapshot site;
  private final LaunchOutcome outcome;

  LaunchTitles(LaunchReport report, SiteSnapshot site, LaunchOutcome outcome) {
    this.report = report;
    this.site = site;
    this.outcome = outcome;
  }

  /** What is happening, or how it ended. */
  String title() {
    return switch (report.phase()) {
      case STOPPING, WAITING, STARTING -> PageText.PANEL_UNDER_WAY.text(doing(), name());
      case SUCCEEDED -> result(outcome.isTrueNow() ? PageText.PANEL_TRUE : PageText.PANEL_PAST);
      case FAILED -> PageText.PANEL_FAILED.text(goal(), name());
      case CANCELLED -> PageText.PANEL_CANCELLED.text(goal(), name());
      case INTERRUPTED -> PageText.PANEL_INTERRUPTED.text(goal(), name());
    };
  }

  /** A launch that stops something is a switch. */
  private String doing() {
    return switch (report.goal()) {
      case LAUNCH -> stopsSomething() ? "switch" : startKind().orElse(goal());
      case STOP -> report.action().map(StopAction::id).orElse(goal());
      case RESTART, HOST_SHUTDOWN -> goal();
    };
  }

  private boolean stopsSomething() {
    return report.steps().stream().anyMatch(step -> step.kind() == LaunchStep.Kind.STOP);
  }

  /** Whether it starts, resumes, wakes or resets the target. */
  private Optional<String> startKind() {
    return report.steps().stream()
        .filter(step -> step.kind() == LaunchStep.Kind.START)
        .flatMap(step -> Stream.ofNullable(step.title().arguments().get(Message.KIND)))
        .map(Object::toString)
        .findFirst();
  }

  private String result(PageText text) {
    return PlainText.line(text.text(goal(), name(), report.message()));
  }

  /** The title for the browser's tab; empty if it has none for it. */
  String shortTitle() {
    if (!site.launchIsNews() || (report.phase() == LaunchPhase.SUCCEEDED && !outcome.isTrueNow())) {
      return "";
    }
    return switch (outcome.mood()) {
      case "busy" -> "\u25CC " + title();
      case "good" -> "\u2713 " + title();
      case "bad" -> "\u2715 " + title();
      default -> title();
    };
  }

  /**
   * What screen readers hear while it is under way.
   *
   * @param stopping the names of what is being stopped
   */
  String announcement(String stopping) {
    return report.phase() == LaunchPhase.STARTING
        ? PageText.ANNOUNCE_STARTING.text(goal(), name())
        : PageText.ANNOUNCE_STOPPING.text(goal(), title(), stopping);
  }

  private String name() {
    return PlainText.line(report.subject());
  }

  private String goal() {
    return report.goal().id();
  }
}
