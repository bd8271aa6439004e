package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A VM that is in the way of a launch. */
@Schema(name = "RunningVm")
@JsonbPropertyOrder({"vmid", "name", "because"})
public record RunningVmJson(
    int vmid,
    String name,
    @Schema(
            description =
                "Why it cannot run beside the target: what both claim, or the rule of the node.",
            examples = "[\"0000:01:00 (hostpci0)\"]")
        List<String> because) {
  /** Those in the way of that launch, by vmid. */
  static List<RunningVmJson> list(LaunchPreview preview) {
    return preview.inTheWay().stream()
        .map(
            (Vm vm) ->
                new RunningVmJson(
                    vm.id().value(),
                    vm.name(),
                    preview.because().getOrDefault(vm.id(), List.of()).stream()
                        .map(reason -> Messages.text(reason.message()))
                        .toList()))
        .toList();
  }
}
