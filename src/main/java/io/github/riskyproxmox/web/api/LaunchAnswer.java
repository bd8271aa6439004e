package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.stop.Availability.Unavailable;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to a request to launch, to stop or to cancel. The first four names come from the Rust
 * program that existing clients were written for, so they must not change; some of those clients
 * take the first {@code allowed_actions} in the text, so it goes before that of single guests.
 */
@Schema(name = "LaunchAnswer")
@JsonbPropertyOrder({
  "status",
  "message",
  "runningVm",
  "allowedActions",
  "unavailableActions",
  "recoveryActions",
  "runningVms",
  "remarks"
})
public record LaunchAnswer(
    @Schema(
            enumeration = {
              "started",
              "updated",
              "already_running",
              "already_stopped",
              "cancelled",
              "needs_action",
              "target_crashed",
              "in_progress",
              "busy",
              "refused",
              "failed"
            })
        String status,
    @Schema(description = "One sentence for people.") String message,
    @Schema(description = "With needs_action, the first VM in the way that needs a decision.")
        Optional<VmName> runningVm,
    @Schema(description = "With needs_action and target_crashed, all VMs in the way and why.")
        List<RunningVmJson> runningVms,
    @Schema(description = "What can be sent as action now.") List<String> allowedActions,
    @Schema(
            description = "The other actions, each with the reason why not.",
            examples = "{\"hibernate\": \"A passed-through device (hostpci0) cannot be saved.\"}")
        Map<String, String> unavailableActions,
    @Schema(description = "With target_crashed, what can be sent as recovery now: reset, restart.")
        List<String> recoveryActions,
    @Schema(
            description =
                "With needs_action and target_crashed, what else should be known, one sentence each.")
        List<String> remarks) {

  /** The action that changes nothing. */
  static final String CANCEL = "cancel";

  /** An answer that offers no action. */
  static LaunchAnswer of(String status, String message) {
    return of(status, message, List.of());
  }

  /** An answer with the actions that can be sent now. */
  static LaunchAnswer of(String status, String message, List<String> allowedActions) {
    return new LaunchAnswer(
        status,
        message,
        Optional.empty(),
        List.of(),
        allowedActions,
        Map.of(),
        List.of(),
        List.of());
  }

  /** The client must choose an action. */
  static LaunchAnswer needsAction(LaunchReply.NeedsAction question, String message) {
    StopChoice choice = question.choice();
    Map<String, String> unavailable = new LinkedHashMap<>();
    for (Offer offer : choice.offers()) {
      offer
          .availability()
          .reason()
          .ifPresent(why -> unavailable.put(offer.action().id(), Messages.text(why)));
    }
    Stream<String> allowed =
        choice.offers().stream().filter(Offer::isAvailable).map(offer -> offer.action().id());
    return new LaunchAnswer(
        "needs_action",
        message,
        choice.undecided().stream()
            .findFirst()
            .or(() -> choice.guests().stream().findFirst())
            .map(VmName::from),
        RunningVmJson.list(choice),
        Stream.concat(allowed, Stream.of(CANCEL)).toList(),
        unavailable,
        List.of(),
        Messages.texts(question.remarks()));
  }

  /** The target has crashed: the client must choose a recovery. */
  static LaunchAnswer targetCrashed(LaunchPreview preview, String message) {
    return new LaunchAnswer(
        "target_crashed",
        message,
        Optional.empty(),
        RunningVmJson.list(preview.choice()),
        List.of(CANCEL),
        Map.of(),
        preview.recoveries().stream()
            .filter(offer -> !(offer.availability() instanceof Unavailable))
            .map(offer -> offer.recovery().id())
            .toList(),
        Messages.texts(preview.remarks()));
  }
}
