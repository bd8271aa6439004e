package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.VmRef;

/** Asks guest agents. One that cannot be asked counts as silent, with the reason. */
final class GuestAgents {
  private final Proxmox proxmox;

  GuestAgents(Proxmox proxmox) {
    this.proxmox = proxmox;
  }

  /** Whether that VM's agent answers now; takes up to 3 s where it does not (pve-api.md §11). */
  AgentReport of(VmRef vm) {
    try {
      return proxmox.agent(vm);
    } catch (PveException unasked) {
      return new AgentReport.Silent(String.valueOf(unasked.getMessage()));
    }
  }
}
