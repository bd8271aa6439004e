package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Permissions;
import io.github.riskyproxmox.domain.pve.PveRefused;
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
  private final boolean usesMappings;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Creates the check.
   *
   * @param storages those on which a VM may save its memory
   * @param usesMappings whether a VM uses a device by a resource mapping
   */
  PrivilegeCheck(
      Settings settings, PveGateway proxmox, Set<String> storages, boolean usesMappings) {
    this.settings = settings;
    this.proxmox = proxmox;
    this.storages = storages;
    this.usesMappings = usesMappings;
  }

  /** A finding for each privilege that is missing on a path, or one for what there is. */
  List<Finding> run() {
    Permissions token = proxmox.permissions();
    Optional<Permissions> user = ofUser();
    boolean sees = need(token, user, "VM.Audit", GUESTS, "Launcher", true);
    if (sees && need(token, user, "VM.PowerMgmt", GUESTS, "Launcher", false)) {
      boolean hibernates = need(token, user, "VM.Config.Disk", GUESTS, "Launcher", false);
      for (String storage : hibernates ? storages : Set.<String>of()) {
        need(token, user, "Datastore.AllocateSpace", "/storage/" + storage, "LauncherStore", false);
      }
    }
    if (usesMappings) {
      need(token, user, "Mapping.Audit", "/mapping", "LauncherMappings", false);
    }
    if (settings.hostPoweroff()) {
      for (NodeName node : proxmox.nodes()) {
        need(token, user, "Sys.PowerMgmt", "/nodes/" + node, "LauncherHost", false);
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

  private boolean need(
      Permissions token,
      Optional<Permissions> user,
      String privilege,
      String path,
      String role,
      boolean essential) {
    if (path.equals(GUESTS) ? token.hasBelow(privilege, path) : token.has(privilege, path)) {
      findings.add(Finding.ok(path, Message.of(CheckText.GRANTED, List.of(privilege))));
      return true;
    }
    String who = user.map(of -> of.hasBelow(privilege, path) ? "token" : "both").orElse("unknown");
    Message what =
        Message.of(CheckText.LACKING, who, privilege, Message.of(CheckText.PURPOSE, privilege));
    Message cure = Message.of(CheckText.GRANT, commands(path, role, who));
    findings.add(essential ? Finding.broken(path, what, cure) : Finding.warning(path, what, cure));
    return false;
  }

  /** As in INSTALLING, so that the roles are the same. */
  private String commands(String path, String role, String who) {
    String token = settings.tokenId().toString();
    String acl = "pveum acl modify " + path;
    List<String> lines = new ArrayList<>();
    lines.add(
        "pveum role modify "
            + role
            + " --privs \""
            + privileges(role)
            + "\" || pveum role add "
            + role
            + " --privs \""
            + privileges(role)
            + "\"");
    if (!who.equals("token")) {
      lines.add(acl + " --users " + token.replaceFirst("!.*", "") + " --roles " + role);
    }
    lines.add(acl + " --tokens '" + token + "' --roles " + role);
    return String.join("\n", lines);
  }

  private static String privileges(String role) {
    return switch (role) {
      case "Launcher" -> "VM.Audit VM.PowerMgmt VM.Config.Disk";
      case "LauncherStore" -> "Datastore.AllocateSpace";
      case "LauncherMappings" -> "Mapping.Audit";
      default -> "Sys.PowerMgmt";
    };
  }
}
