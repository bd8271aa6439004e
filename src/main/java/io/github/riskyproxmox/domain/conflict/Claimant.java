package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.List;
import java.util.Optional;

/**
 * A VM with what it claims.
 *
 * @param vm node and vmid
 * @param tags its tags
 * @param claims what it claims; empty if its configuration could not be read
 */
public record Claimant(VmRef vm, Tags tags, Optional<List<Claim>> claims) {
  /** Copies the list. */
  public Claimant {
    claims = claims.map(List::copyOf);
  }

  /** What it claims as far as that is known. */
  List<Claim> known() {
    return claims.orElse(List.of());
  }

  /** Its claims to things that the other one claims too. */
  public List<Claim> shares(Claimant other) {
    return known().stream()
        .filter(mine -> other.known().stream().anyMatch(their -> Claims.overlap(mine, their)))
        .toList();
  }
}
