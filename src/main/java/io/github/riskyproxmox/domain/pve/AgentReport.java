package io.github.riskyproxmox.domain.pve;

import java.util.Set;

/** Whether a VM's guest agent answers, and what it can do (pve-api.md §11: {@code agent/info}). */
public sealed interface AgentReport {
  /**
   * It answers.
   *
   * @param commands the commands that it has and that are enabled, such as {@code
   *     guest-suspend-disk}
   */
  record Answering(Set<String> commands) implements AgentReport {
    /** Copies the set. */
    public Answering {
      commands = Set.copyOf(commands);
    }
  }

  /**
   * It does not answer: it is not configured or not installed, the guest boots, or the VM is off.
   *
   * @param words what Proxmox or the agent says
   */
  record Silent(String words) implements AgentReport {}

  /** Whether the guest can save itself to disk and power off. */
  default boolean suspendsToDisk() {
    return switch (this) {
      case Answering answering -> answering.commands().contains("guest-suspend-disk");
      case Silent silent -> false;
    };
  }
}
