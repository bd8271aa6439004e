package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.Optional;

/**
 * One live reading of {@code status/current}.
 *
 * @param power never {@link PowerState#UNKNOWN}
 * @param lock PVE's configuration lock
 * @param haManaged whether the HA manager owns its life
 */
public record VmStatus(PowerState power, Optional<String> lock, boolean haManaged) {}
