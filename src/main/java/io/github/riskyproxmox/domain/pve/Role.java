package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.pve.Access.Privilege;
import java.util.List;

/**
 * A role of the agent in Proxmox, and the only list of the privileges that the agent needs
 * (pve-api.md §7, §10, §11, §13). The check and the page name them, and setup grants them.
 */
public enum Role {
  /** On guests: see and switch them. The last privilege is for hibernation. */
  GUESTS(
      "Launcher",
      Privilege.SEE.pveName(),
      Privilege.SWITCH.pveName(),
      Privilege.HIBERNATE.pveName()),
  /** On a storage: save the memory of a hibernated VM there. */
  STORAGE("LauncherStore", Privilege.SPACE.pveName()),
  /** On the resource mappings: know which of them are the same device. */
  MAPPINGS("LauncherMappings", "Mapping.Audit"),
  /** On guests: ask the guest agent whether it can hibernate; since Proxmox VE 9. */
  GUEST_AGENT("LauncherGuests", "VM.GuestAgent.Audit"),
  /** On a node: shut it down. */
  NODE("LauncherHost", "Sys.PowerMgmt");

  private static final String PVEUM = "pveum ";

  private final String pveName;
  private final List<String> privileges;

  Role(String pveName, String... privileges) {
    this.pveName = pveName;
    this.privileges = List.of(privileges);
  }

  /** Its name in Proxmox. */
  public String pveName() {
    return pveName;
  }

  /** Its privileges. */
  public List<String> privileges() {
    return privileges;
  }

  /** Those that are needed if nothing is hibernated. */
  public List<String> privilegesWithoutHibernation() {
    return privileges.stream()
        .filter(privilege -> !privilege.equals(Privilege.HIBERNATE.pveName()))
        .toList();
  }

  /**
   * The lines that grant it. Run twice, they change nothing more.
   *
   * @param path on which it is granted
   * @param token its user needs the role as well as the token (privilege separation)
   */
  public List<String> grantedTo(String path, String token) {
    return grantedTo(path, token, privileges);
  }

  /** The lines that grant only these of its privileges. */
  public List<String> grantedTo(String path, String token, List<String> wanted) {
    String user = token.replaceFirst("!.*", "");
    return List.of(
        definition(wanted), acl(path, "--users " + user), acl(path, "--tokens '" + token + "'"));
  }

  /** The lines that grant it to the token alone, because its user has it. */
  public List<String> grantedToToken(String path, String token) {
    return List.of(definition(privileges), acl(path, "--tokens '" + token + "'"));
  }

  private String acl(String path, String whom) {
    return PVEUM + "acl modify " + path + " " + whom + " --roles " + pveName;
  }

  /** The role may exist with fewer privileges. */
  private String definition(List<String> wanted) {
    String these = " --privs \"" + String.join(" ", wanted) + "\"";
    return PVEUM
        + ("role add " + pveName + these + " || ")
        + PVEUM
        + ("role modify " + pveName + " --append 1" + these);
  }
}
