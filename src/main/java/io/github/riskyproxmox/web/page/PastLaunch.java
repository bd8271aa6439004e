package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A line in the list of past launches.
 *
 * @param id unique per launch
 * @param name the target, or the node that was shut down
 * @param look how it looks
 * @param mood good, bad or quiet: its icon and colour
 * @param word how it ended
 * @param detail what was done, or why it failed; may be empty
 * @param said Proxmox's own words about the failure; may be empty
 * @param took how long it took
 * @param ago how long ago it ended
 * @param endedAt when it ended, in milliseconds since 1970
 */
public record PastLaunch(
    String id,
    String name,
    VmLook look,
    String mood,
    String word,
    String detail,
    String said,
    String took,
    String ago,
    long endedAt) {

  /** The line for that launch, which is over. */
  static PastLaunch of(LaunchReport report, VmLook look, Instant now) {
    Instant ended = report.endedAt().orElse(now);
    return new PastLaunch(
        report.id(),
        PlainText.line(report.subject()),
        look,
        LaunchOutcome.mood(report.phase()),
        word(report),
        detail(report),
        PlainText.line(report.message().words()),
        Durations.brief(Duration.between(report.startedAt(), ended)),
        Durations.ago(Duration.between(ended, now)),
        ended.toEpochMilli());
  }

  private static String word(LaunchReport report) {
    String goal = report.goal().id();
    return switch (report.phase()) {
      case STOPPING, WAITING, STARTING -> PageText.PAST_UNDER_WAY.text();
      case SUCCEEDED -> PageText.PAST_DONE.text(goal);
      case FAILED -> PageText.PAST_FAILED.text(goal);
      case CANCELLED -> PageText.PAST_CANCELLED.text(goal);
      case INTERRUPTED -> PageText.PAST_INTERRUPTED.text(goal);
    };
  }

  private static String detail(LaunchReport report) {
    return switch (report.phase()) {
      case FAILED, INTERRUPTED -> PlainText.line(Messages.panelText(report.message()));
      case STOPPING, WAITING, STARTING, SUCCEEDED, CANCELLED ->
          report.steps().stream()
              .filter(step -> step.kind() == LaunchStep.Kind.STOP)
              .filter(step -> step.state() == LaunchStep.State.DONE)
              .map(step -> PlainText.line(Messages.text(step.title())))
              .collect(Collectors.joining(", "));
    };
  }
}
