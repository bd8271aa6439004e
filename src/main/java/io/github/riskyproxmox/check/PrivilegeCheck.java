package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Permissions;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.proxmox.PveGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the token may do with what the agent needs (pve-api.md §7). With privilege
 * separation the token has only what its user has too.
 */
final class PrivilegeCheck {
  private static final String GUESTS = "/vms";

  private final Settings settings;
  private final PveGateway proxmox;
  private final Set<String> storages;
  private final Set<Role> further;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Creates the check.
   *
   * @param storages those on which a VM may save its memory
   * @param further the roles that are needed only because of what VMs use
   */
  PrivilegeCheck(Settings settings, PveGateway proxmox, Set<String> storages, Set<Role> further) {
    this.settings = settings;
    this.proxmox = proxmox;
    this.storages = storages;
    this.further = Set.copyOf(further);
  }

  /** A finding for each privilege that is missing on a path, or one for what there is. */
  List<Finding> run() {
    Permissions token = proxmox.permissions();
    Optional<Permissions> user = ofUser();
    boolean sees = need(token, user, Role.GUESTS, "VM.Audit", GUESTS, true);
    if (sees && need(token, user, Role.GUESTS, "VM.PowerMgmt", GUESTS, false)) {
      boolean hibernates = need(token, user, Role.GUESTS, "VM.Config.Disk", GUESTS, false);
      for (String storage : hibernates ? storages : Set.<String>of()) {
        need(token, user, Role.STORAGE, "/storage/" + storage);
      }
    }
    if (further.contains(Role.MAPPINGS)) {
      need(token, user, Role.MAPPINGS, "/mapping");
    }
    if (further.contains(Role.GUEST_AGENT) && !proxmox.version().matches("[1-8]\\..*")) {
      need(token, user, Role.GUEST_AGENT, GUESTS);
    }
    if (settings.hostPoweroff()) {
      for (NodeName node : proxmox.nodes()) {
        need(token, user, Role.NODE, "/nodes/" + node);
      }
    }
    return findings;
  }

  private Optional<Permissions> ofUser() {
    try {
      return Optional.of(proxmox.permissionsOfUser());
    } catch (PveRefused notAllowed) {
      return Optional.empty();
    }
  }

  private void need(Permissions token, Optional<Permissions> user, Role role, String path) {
    role.privileges().forEach(privilege -> need(token, user, role, privilege, path, false));
  }

  private boolean need(
      Permissions token,
      Optional<Permissions> user,
      Role role,
      String privilege,
      String path,
      boolean essential) {
    if (path.equals(GUESTS) ? token.hasBelow(privilege, path) : token.has(privilege, path)) {
      findings.add(Finding.ok(path, Message.of(CheckText.GRANTED, List.of(privilege))));
      return true;
    }
    String who = user.map(of -> of.hasBelow(privilege, path) ? "token" : "both").orElse("unknown");
    Message what =
        Message.of(MessageKey.LACKING, who, privilege, Message.of(MessageKey.PURPOSE, privilege));
    String id = settings.tokenId().toString();
    List<String> lines =
        who.equals("token") ? role.grantedToToken(path, id) : role.grantedTo(path, id);
    Message cure = Message.of(CheckText.GRANT, String.join("\n", lines));
    findings.add(essential ? Finding.broken(path, what, cure) : Finding.warning(path, what, cure));
    return false;
  }
}
