package io.github.riskyproxmox.domain.conflict;

import java.util.List;

/**
 * What stands between a target and its start.
 *
 * @param inTheWay what a launch stops first, by vmid
 * @param kept what shares a claim with the target and has the tag {@code keep}: no launch stops it,
 *     so the target cannot run
 */
public record Conflicts(List<Conflict> inTheWay, List<Conflict> kept) {
  /** Copies the lists. */
  public Conflicts {
    inTheWay = List.copyOf(inTheWay);
    kept = List.copyOf(kept);
  }
}
