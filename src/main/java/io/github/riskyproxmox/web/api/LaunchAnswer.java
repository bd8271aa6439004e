package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.Offer;
import io.github.riskyproxmox.domain.stop.Availability.Unavailable;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to a request to launch or to cancel. The first four names come from the Rust program
 * that existing clients were written for, so they must not change.
 */
@Schema(name = "LaunchAnswer")
@JsonbPropertyOrder({
  "status",
  "message",
  "runningVm",
  "runningVms",
  "allowedActions",
  "unavailableActions",
  "recoveryActions"
})
public record LaunchAnswer(
    @Schema(
            enumeration = {
              "started",
              "updated",
              "already_running",
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
        List<String> recoveryActions) {

  /** The action that changes nothing. */
  static final String CANCEL = "cancel";

  /** An answer that offers no action. */
  static LaunchAnswer of(String status, String message) {
    return of(status, message, List.of());
  }

  /** An answer with the actions that can be sent now. */
  static LaunchAnswer of(String status, String message, List<String> allowedActions) {
    return new LaunchAnswer(
        status, message, Optional.empty(), List.of(), allowedActions, Map.of(), List.of());
  }

  /** The client must choose an action. */
  static LaunchAnswer needsAction(LaunchPreview preview, String message) {
    Map<String, String> unavailable = new LinkedHashMap<>();
    for (Offer offer : preview.offers()) {
      if (offer.availability() instanceof Unavailable because) {
        unavailable.put(offer.action().id(), Messages.text(because.message()));
      }
    }
    Stream<String> allowed =
        preview.offers().stream()
            .map(offer -> offer.action().id())
            .filter(id -> !unavailable.containsKey(id));
    return new LaunchAnswer(
        "needs_action",
        message,
        firstToDecide(preview).map(VmName::from),
        RunningVmJson.list(preview),
        Stream.concat(allowed, Stream.of(CANCEL)).toList(),
        unavailable,
        List.of());
  }

  /** The target has crashed: the client must choose a recovery. */
  static LaunchAnswer targetCrashed(LaunchPreview preview, String message) {
    return new LaunchAnswer(
        "target_crashed",
        message,
        Optional.empty(),
        RunningVmJson.list(preview),
        List.of(CANCEL),
        Map.of(),
        preview.recoveries().stream()
            .filter(offer -> !(offer.availability() instanceof Unavailable))
            .map(offer -> offer.recovery().id())
            .toList());
  }

  private static Optional<Vm> firstToDecide(LaunchPreview preview) {
    return preview.inTheWay().stream()
        .filter(vm -> !preview.easyKills().contains(vm.id()))
        .findFirst()
        .or(() -> preview.inTheWay().stream().findFirst());
  }
}
