package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Vm;

/**
 * A VM that is to stop, with what a strategy may need to know about it.
 *
 * @param vm as listed
 * @param status as just read
 * @param config as just read
 */
public record StopSubject(Vm vm, VmStatus status, VmConfig config) {}
