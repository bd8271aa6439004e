package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Cause;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.proxmox.PveGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks Proxmox what the agent asks it, and says what is missing. */
final class ProxmoxCheck {
  // A stop has overrule-shutdown since 8.2 (pve-api.md §4).
  private static final Pattern OLD = Pattern.compile("[1-7]\\..*|8\\.[01](?:\\..*)?");

  private final Settings settings;
  private final PveGateway proxmox;
  private final List<Finding> findings = new ArrayList<>();

  ProxmoxCheck(Settings settings, PveGateway proxmox) {
    this.settings = settings;
    this.proxmox = proxmox;
  }

  /** All findings; the first failed request is the last one. */
  List<Finding> run() {
    try {
      version(proxmox.version());
      if (nodeExists()) {
        Inventory inventory = proxmox.inventory();
        inventory
            .silentNodes()
            .forEach(
                (node, words) ->
                    findings.add(
                        Finding.warning(
                            "node " + node,
                            Message.of(CheckText.NODE_SILENT, words),
                            Message.of(CheckText.NODE_SILENT_CURE))));
        GuestsCheck guests = new GuestsCheck(settings, proxmox, inventory);
        List<Finding> ofGuests = guests.run();
        findings.addAll(
            new PrivilegeCheck(settings, proxmox, guests.storages(), guests.roles()).run());
        findings.addAll(ofGuests);
      }
    } catch (PveException failure) {
      Cause cause = Cause.of(failure);
      String commands = String.join("\n", cause.commands(settings.tokenId().toString()));
      findings.add(
          Finding.broken(
              settings.host().toString(),
              Message.of(CheckText.FAILED, String.valueOf(failure.getMessage())),
              Message.of(CheckText.FAILED_CURE, cause.cure(), commands)));
    }
    return findings;
  }

  private void version(String version) {
    String where = settings.host().toString();
    findings.add(
        OLD.matcher(version).matches()
            ? Finding.warning(
                where,
                Message.of(CheckText.OLD_VERSION, version),
                Message.of(CheckText.OLD_VERSION_CURE))
            : Finding.ok(where, Message.of(CheckText.VERSION, version)));
  }

  private boolean nodeExists() {
    Optional<NodeName> wanted = settings.node();
    List<NodeName> nodes = proxmox.allNodes();
    if (wanted.isEmpty() || nodes.contains(wanted.get())) {
      return true;
    }
    findings.add(
        Finding.broken(
            "PVE_NODE=" + wanted.get(),
            Message.of(
                CheckText.UNKNOWN_NODE, nodes.stream().map(NodeName::toString).sorted().toList()),
            Message.of(CheckText.UNKNOWN_NODE_CURE)));
    return false;
  }
}
