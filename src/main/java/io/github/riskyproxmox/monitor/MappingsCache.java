package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.conflict.ClaimReader;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.VmConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The resource mappings as last read. Makes no requests, and needs none where no VM uses a mapping.
 * Not thread-safe.
 */
final class MappingsCache {
  /** Mappings change when somebody changes the hardware. */
  static final Duration AGE = Duration.ofMinutes(10);

  private Mappings mappings = Mappings.NONE;
  private Instant readAt = Instant.EPOCH;

  /** Whether one of these configurations uses a mapping, and the known mappings are old. */
  boolean isDue(Collection<Optional<VmConfig>> configs, Instant now) {
    return !now.isBefore(readAt.plus(AGE))
        && configs.stream()
            .flatMap(Optional::stream)
            .anyMatch(config -> ClaimReader.usesMapping(config.resources()));
  }

  /** Stores the mappings that the token may read. */
  void store(Mappings read, Instant now) {
    mappings = read;
    readAt = now;
  }

  /** The mappings; none until they have been read. */
  Mappings known() {
    return mappings;
  }
}
