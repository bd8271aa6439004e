package io.github.riskyproxmox.domain.vm;

/**
 * What a running guest uses.
 *
 * @param cpuPercent of all its virtual CPUs together, 0 to 100
 * @param memoryBytes memory in use; may exceed the configured memory by what QEMU itself needs
 */
public record Load(double cpuPercent, long memoryBytes) {}
