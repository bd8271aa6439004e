package io.github.riskyproxmox.domain.pve;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which Proxmox it is and what the token may do there (pve-api.md §7).
 *
 * @param version such as {@code 9.2.11}
 * @param granted what the token has, for at least one VM or storage
 */
public record Access(String version, Set<Privilege> granted) {
  /** What the agent has a use for. */
  public enum Privilege {
    /** Seeing VMs, their state and notes. */
    SEE("VM.Audit"),
    /** Starting and stopping them. */
    SWITCH("VM.PowerMgmt"),
    /** Hibernating them; needs space for the memory besides. */
    HIBERNATE("VM.Config.Disk"),
    /** Space on a storage for a hibernated VM's memory. */
    SPACE("Datastore.AllocateSpace");

    private final String pveName;

    Privilege(String pveName) {
      this.pveName = pveName;
    }

    /** Its name in PVE. */
    public String pveName() {
      return pveName;
    }
  }

  /** Copies the set. */
  public Access {
    granted = granted.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(granted));
  }

  /** Whether it can see any VM. */
  public boolean canSee() {
    return granted.contains(Privilege.SEE);
  }

  /** Whether it can start and stop any. */
  public boolean canSwitch() {
    return canSee() && granted.contains(Privilege.SWITCH);
  }

  /** Whether it can hibernate any. */
  public boolean canHibernate() {
    return canSwitch()
        && granted.contains(Privilege.HIBERNATE)
        && granted.contains(Privilege.SPACE);
  }

  /**
   * What it cannot do, why, and what to do about it: a sentence each; empty if nothing is missing.
   */
  public List<String> shortcomings() {
    if (!canSee()) {
      return List.of(
          "No VM can be seen: the token has no VM.Audit on /vms. With privilege separation both the"
              + " user and the token need it: grant it to both.");
    }
    if (!canSwitch()) {
      return List.of(
          "VMs can be seen but not switched: the token has no VM.PowerMgmt on /vms (with privilege"
              + " separation both the user and the token need it).");
    }
    List<String> shortcomings = new ArrayList<>();
    if (!granted.contains(Privilege.HIBERNATE)) {
      shortcomings.add("VMs cannot be hibernated: the token has no VM.Config.Disk on /vms.");
    }
    if (!granted.contains(Privilege.SPACE)) {
      shortcomings.add(
          "VMs cannot be hibernated: the token has no Datastore.AllocateSpace on the storage that"
              + " takes their memory.");
    }
    return List.copyOf(shortcomings);
  }
}
