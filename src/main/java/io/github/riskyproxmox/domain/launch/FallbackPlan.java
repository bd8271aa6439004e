package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;

/**
 * That the fallback VM starts by itself soon.
 *
 * @param vm the fallback VM
 * @param name its name
 * @param at when, by the system clock
 */
public record FallbackPlan(VmId vm, String name, Instant at) {}
