package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The agent that runs in a guest (pve-api.md §11). Proxmox asks it only if the VM's configuration
 * has {@code agent: 1}.
 *
 * @param disabled the commands that the guest's administrator has disabled
 * @param suspend how long the guest takes to save its memory to its own disk and to power off
 * @param refusal the agent's sentence, if it refuses to suspend
 * @param wakes whether the guest then runs on instead of powering off
 */
public record AgentBehaviour(
    Set<String> disabled, Duration suspend, Optional<String> refusal, boolean wakes) {
  /** Copies the set. */
  public AgentBehaviour {
    disabled = Set.copyOf(disabled);
  }

  /** One that has all commands and lets the guest save itself in a few seconds. */
  public static AgentBehaviour usual() {
    return new AgentBehaviour(Set.of(), Duration.ofSeconds(4), Optional.empty(), false);
  }
}
