package io.github.riskyproxmox.domain.conflict;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which guests may claim the same thing without comparing every two of them. A guest whose
 * configuration could not be read may claim anything.
 */
final class ClaimIndex {
  private final List<Claimant> guests;
  private final Map<String, BitSet> claimants = new HashMap<>();
  private final BitSet unreadable = new BitSet();

  ClaimIndex(List<Claimant> guests) {
    this.guests = List.copyOf(guests);
    for (int position = 0; position < guests.size(); position++) {
      unreadable.set(position, guests.get(position).claims().isEmpty());
      for (Claim claim : guests.get(position).known()) {
        for (String key : Claims.keys(claim)) {
          claimants.computeIfAbsent(key, none -> new BitSet()).set(position);
        }
      }
    }
  }

  /** The positions of the other guests that may share a claim with the one at that position. */
  BitSet candidates(int position) {
    BitSet candidates = new BitSet();
    if (unreadable.get(position)) {
      candidates.set(0, guests.size());
    }
    candidates.or(unreadable);
    guests.get(position).known().stream()
        .flatMap(claim -> Claims.keys(claim).stream())
        .map(claimants::get)
        .forEach(candidates::or);
    candidates.clear(position);
    return candidates;
  }
}
