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

/**
 * What a request to launch was answered. The first four names are those of the Rust program that
 * native clients were written for, and stay as they are.
 *
 * @param status in one word
 * @param message in one sentence
 * @param runningVm the first VM in the way that needs a decision
 * @param runningVms all in the way, and why
 * @param allowedActions what can be sent as action now
 * @param unavailableActions what cannot, and why
 * @param recoveryActions with {@code target_crashed}, what can be sent as recovery now
 */
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
    String status,
    String message,
    Optional<VmName> runningVm,
    List<RunningVmJson> runningVms,
    List<String> allowedActions,
    Map<String, String> unavailableActions,
    List<String> recoveryActions) {

  /** The action that leaves everything as it is. */
  static final String CANCEL = "cancel";

  /** An answer that asks nothing. */
  static LaunchAnswer of(String status, String message) {
    return of(status, message, List.of());
  }

  /** An answer that leaves some actions open. */
  static LaunchAnswer of(String status, String message, List<String> allowedActions) {
    return new LaunchAnswer(
        status, message, Optional.empty(), List.of(), allowedActions, Map.of(), List.of());
  }

  /** Somebody must choose. */
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
        undecided(preview).map(VmName::from),
        RunningVmJson.list(preview),
        Stream.concat(allowed, Stream.of(CANCEL)).toList(),
        unavailable,
        List.of());
  }

  /** The target has crashed: somebody must choose how to bring it back. */
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

  private static Optional<Vm> undecided(LaunchPreview preview) {
    return preview.inTheWay().stream()
        .filter(vm -> !preview.easyKills().contains(vm.id()))
        .findFirst()
        .or(() -> preview.inTheWay().stream().findFirst());
  }
}
