package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * A VM that is in the way of a launch.
 *
 * @param vmid its number
 * @param name its name
 * @param because why it cannot run beside the target: what both claim, or the rule of the node
 */
@JsonbPropertyOrder({"vmid", "name", "because"})
public record RunningVmJson(int vmid, String name, List<String> because) {
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
