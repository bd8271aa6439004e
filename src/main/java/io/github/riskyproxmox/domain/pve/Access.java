package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The version of Proxmox, and what the token may do there (pve-api.md §7).
 *
 * @param version such as {@code 9.2.11}
 * @param granted what the token has, for at least one VM or storage
 */
public record Access(String version, Set<Privilege> granted) {
  /** A privilege that the agent uses. */
  public enum Privilege {
    /** Seeing VMs, their state and notes. */
    SEE("VM.Audit"),
    /** Starting and stopping them. */
    SWITCH("VM.PowerMgmt"),
    /** Hibernating them, which also needs space for the memory. */
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

  /** What it cannot do, why, and what to do about it; empty if nothing is missing. */
  public List<Message> shortcomings() {
    if (!canSee()) {
      return List.of(lacking(Privilege.SEE));
    }
    if (!canSwitch()) {
      return List.of(lacking(Privilege.SWITCH));
    }
    List<Message> shortcomings = new ArrayList<>();
    if (!granted.contains(Privilege.HIBERNATE)) {
      shortcomings.add(lacking(Privilege.HIBERNATE));
    }
    if (!granted.contains(Privilege.SPACE)) {
      shortcomings.add(lacking(Privilege.SPACE));
    }
    return List.copyOf(shortcomings);
  }

  /** Proxmox says what the token has, and not whether it or its user lacks the rest. */
  private static Message lacking(Privilege privilege) {
    String name = privilege.pveName();
    return Message.of(MessageKey.LACKING, "unknown", name, Message.of(MessageKey.PURPOSE, name));
  }
}
