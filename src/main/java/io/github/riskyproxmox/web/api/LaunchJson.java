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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The launch under way, or one that is over, as sent. */
@Schema(name = "Launch")
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
  "wasRunning",
  "stopping",
  "canTerminate",
  "canCancel",
  "taskLog",
  "remedies",
  "usually",
  "goal",
  "node"
})
public record LaunchJson(
    @Schema(description = "Unique per launch.") String id,
    @Schema(
            enumeration = {"launch", "stop", "restart", "host_shutdown"},
            description = "What it leads to.")
        String goal,
    @Schema(
            enumeration = {
              "stopping",
              "waiting",
              "starting",
              "succeeded",
              "failed",
              "cancelled",
              "interrupted"
            })
        String state,
    @Schema(description = "The node on which it works.") String node,
    @Schema(description = "The VM to start, or to stop; null where the goal is host_shutdown.")
        Optional<VmName> target,
    @Schema(description = "The requested stop action.") Optional<String> action,
    @Schema(description = "What is happening, or how it ended and what to do.") String message,
    Instant startedAt,
    Optional<Instant> endedAt,
    @Schema(
            description =
                "When the current wait times out: the wait for a lock, for Proxmox to answer again,"
                    + " or for a start that did not finish in time.")
        Optional<Instant> deadline,
    List<StepJson> steps,
    @Schema(description = "What was done, one sentence each.") List<String> changed,
    @Schema(description = "What was not done, one sentence each.") List<String> unchanged,
    @Schema(
            description =
                "The vmids of the VMs that it has stopped: after a failure, launch them to bring"
                    + " back what ran before.")
        List<Integer> wasRunning,
    @Schema(description = "The vmids of the VMs that are being stopped and still run.")
        List<Integer> stopping,
    @Schema(description = "Whether the same vmid with action terminate is accepted now.")
        boolean canTerminate,
    @Schema(
            description =
                "Whether it can be cancelled now, that is, no start has been sent to Proxmox.")
        boolean canCancel,
    @Schema(description = "Proxmox's last line about the current task.") Optional<String> taskLog,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = Remedy.class,
            description = "Sensible next actions after a failure, best first.")
        List<String> remedies,
    @Schema(
            description =
                "Seconds that launches like this one have taken; null if none has succeeded.")
        Optional<Long> usually) {

  /** Describes an element of {@link #remedies}; there is no such object. */
  @Schema(
      name = "Remedy",
      type = SchemaType.STRING,
      enumeration = {"try_again", "terminate_and_launch"})
  private interface Remedy {}

  /** One launch. */
  public static LaunchJson from(LaunchReport report) {
    return new LaunchJson(
        report.id(),
        report.goal().id(),
        word(report.phase()),
        report.node().value(),
        report.target().map(vm -> new VmName(vm.value(), report.subject())),
        report.action().map(StopAction::id),
        Messages.text(report.message()),
        report.startedAt(),
        report.endedAt(),
        report.deadline(),
        report.steps().stream().map(StepJson::from).toList(),
        Messages.texts(report.changed()),
        Messages.texts(report.unchanged()),
        report.wasRunning().stream().map(VmId::value).toList(),
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
