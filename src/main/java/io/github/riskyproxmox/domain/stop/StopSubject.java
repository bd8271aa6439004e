package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.Optional;

/**
 * A VM that is to stop, with what a strategy may need to know about it.
 *
 * @param vm as listed
 * @param status as just read
 * @param config as just read
 * @param agent its guest agent as just asked; empty where it was not asked, because only a running
 *     VM with a passed-through PCI device needs it
 */
public record StopSubject(Vm vm, VmStatus status, VmConfig config, Optional<AgentReport> agent) {
  /** One whose guest agent was not asked. */
  public StopSubject(Vm vm, VmStatus status, VmConfig config) {
    this(vm, status, config, Optional.empty());
  }
}
