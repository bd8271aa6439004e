package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The launch under way, or one that is over, as sent.
 *
 * @param id unique per launch
 * @param state stopping, waiting, starting, succeeded, failed, cancelled or interrupted
 * @param target what is to run
 * @param action the stop action asked for
 * @param message what is happening, or how it ended
 * @param startedAt when it was accepted
 * @param endedAt when it was over
 * @param deadline when the current wait gives up
 * @param steps in order
 * @param changed what was done
 * @param unchanged what was not
 * @param stopping the VMs not yet gone
 * @param canTerminate whether terminate would be accepted for the same target now
 * @param canCancel whether it can still be cancelled
 * @param taskLog PVE's last line about the current task
 * @param remedies sensible next actions after a failure
 * @param usually seconds that launches like this one have taken
 */
@JsonbPropertyOrder({
  "id",
  "state",
  "target",
  "action",
  "message",
  "startedAt",
  "endedAt",
  "deadline",
  "steps",
  "changed",
  "unchanged",
  "stopping",
  "canTerminate",
  "canCancel",
  "taskLog",
  "remedies",
  "usually"
})
public record LaunchJson(
    String id,
    String state,
    VmName target,
    Optional<String> action,
    String message,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> deadline,
    List<StepJson> steps,
    List<String> changed,
    List<String> unchanged,
    List<Integer> stopping,
    boolean canTerminate,
    boolean canCancel,
    Optional<String> taskLog,
    List<String> remedies,
    Optional<Long> usually) {

  /** One launch. */
  public static LaunchJson from(LaunchReport report) {
    return new LaunchJson(
        report.id(),
        word(report.phase()),
        new VmName(report.target().id().value(), report.targetName()),
        report.action().map(StopAction::id),
        Messages.text(report.message()),
        report.startedAt(),
        report.endedAt(),
        report.deadline(),
        report.steps().stream().map(StepJson::from).toList(),
        Messages.texts(report.changed()),
        Messages.texts(report.unchanged()),
        report.stopping().stream().map(VmId::value).sorted().toList(),
        report.canTerminate(),
        report.canCancel(),
        report.taskLogLine(),
        report.remedies().stream().map(LaunchJson::word).toList(),
        report.usually().map(Duration::toSeconds));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
