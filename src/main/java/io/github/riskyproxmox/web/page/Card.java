package io.github.riskyproxmox.web.page;

import java.util.List;

/**
 * One VM as drawn.
 *
 * @param vmid its number
 * @param name its name, on one line
 * @param state what it is doing
 * @param word the same in a word
 * @param lock PVE's lock where that is not told by the state, and what to do about it; may be empty
 * @param tagShape the datacenter's tag shape
 * @param tags in order
 * @param tagText all tags, hidden ones too, for the search
 * @param notes safe HTML; empty where there are none
 * @param facts uptime, cores, memory, node
 */
public record Card(
    int vmid,
    String name,
    CardState state,
    String word,
    String lock,
    String tagShape,
    List<TagChip> tags,
    String tagText,
    String notes,
    List<Fact> facts) {

  /**
   * One of a card's small facts.
   *
   * @param text as drawn
   * @param since when it began in milliseconds since 1970, for a fact that grows; else 0
   */
  public record Fact(String text, long since) {}

  /** What a screen reader calls the card's button. */
  public String label() {
    return lock.isEmpty()
        ? "%s, %s, %s".formatted(name, vmid, word)
        : "%s, %s, %s, %s".formatted(name, vmid, word, lock);
  }

  /** What a click leads to, in a word. */
  public String verb() {
    return switch (state) {
      case HIBERNATED, PAUSED, ASLEEP -> "Resume";
      case STOPPED, POWERED_OFF -> "Launch";
      case CRASHED -> "Recover";
      // A locked one cannot be launched: a click tells why.
      case LOCKED, RUNNING, STOPPING, STARTING, NEXT, UNKNOWN -> "";
    };
  }
}
