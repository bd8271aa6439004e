package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A guest that has to stop. */
@Schema(name = "RunningVm")
@JsonbPropertyOrder({"vmid", "name", "type", "because", "allowedActions"})
public record RunningVmJson(
    int vmid,
    String name,
    @Schema(
            enumeration = {"qemu", "lxc"},
            description = "Whether it is a VM or a container.")
        String type,
    @Schema(
            description =
                "Why it cannot run beside the target: what both claim, or the rule of the node."
                    + " Empty where the request was to stop it.",
            examples = "[\"0000:01:00 (hostpci0)\"]")
        List<String> because,
    @Schema(description = "What can be sent as its action in `actions` now.")
        List<String> allowedActions) {
  /** The guests of that choice, by vmid. */
  static List<RunningVmJson> list(StopChoice choice) {
    return choice.guests().stream().map(vm -> of(vm, choice)).toList();
  }

  private static RunningVmJson of(Vm vm, StopChoice choice) {
    return new RunningVmJson(
        vm.id().value(),
        vm.name(),
        vm.ref().type().pathWord(),
        choice.because().getOrDefault(vm.id(), List.of()).stream()
            .map(reason -> Messages.text(reason.message()))
            .toList(),
        choice.offersOf().getOrDefault(vm.id(), List.of()).stream()
            .filter(Offer::isAvailable)
            .map(offer -> offer.action().id())
            .toList());
  }
}
