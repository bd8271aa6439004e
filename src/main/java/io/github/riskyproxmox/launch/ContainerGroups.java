package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.ArrayList;
import java.util.List;

/**
 * How containers take part: Proxmox does not say which PCI device a container uses, so only its
 * tags do (pve-api.md §10, §12).
 */
final class ContainerGroups {
  private ContainerGroups() {}

  /** The containers of the target's node that could be in its groups; asks only if it is in one. */
  static List<Vm> members(Proxmox proxmox, Vm target) {
    return TagPolicy.groups(target.tags()).isEmpty()
        ? List.of()
        : containers(proxmox, target.node()).stream()
            .filter(vm -> !TagPolicy.groups(vm.tags()).isEmpty())
            .toList();
  }

  /**
   * A remark for each running container that may hold the graphics card that the target needs. One
   * with a tag {@code exclusive-NAME} counts, or does not, by that tag.
   */
  static List<Message> remarks(Proxmox proxmox, StopSubject target) {
    if (target.config().device("hostpci").isEmpty() || target.status().power().holdsResources()) {
      return List.of();
    }
    List<Message> remarks = new ArrayList<>();
    for (Vm container : containers(proxmox, target.vm().node())) {
      boolean counts =
          container.power().holdsResources() && TagPolicy.groups(container.tags()).isEmpty();
      if (counts && usesDisplay(proxmox, container)) {
        remarks.add(
            Message.of(
                MessageKey.CONTAINER_MAY_HOLD,
                container.name(),
                container.id().toString(),
                target.vm().name()));
      }
    }
    return remarks;
  }

  /** The gateway keeps only the lines of display devices. */
  private static boolean usesDisplay(Proxmox proxmox, Vm container) {
    try {
      return proxmox
          .config(container.ref())
          .filter(
              config ->
                  config.resources().values().stream()
                      .anyMatch(line -> line.contains("/dev/dri") || line.contains("/dev/nvidia")))
          .isPresent();
    } catch (PveException unreadable) {
      return false;
    }
  }

  /** A token that may not list containers has none to stop. */
  private static List<Vm> containers(Proxmox proxmox, NodeName node) {
    try {
      return proxmox.containers(node).stream()
          .filter(vm -> !vm.template())
          .map(Vm::inSentences)
          .toList();
    } catch (PveRefused unseen) {
      return List.of();
    }
  }
}
