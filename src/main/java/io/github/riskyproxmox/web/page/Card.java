package io.github.riskyproxmox.web.page;

import java.util.List;

/**
 * A VM as the page shows it.
 *
 * @param vmid its number
 * @param name its name, on one line
 * @param state its state
 * @param word the state as text
 * @param lock PVE's lock and what to do about it, if the state does not show it; may be empty
 * @param tagShape the datacenter's tag shape
 * @param tags in order
 * @param tagText all tags including hidden ones, for the search
 * @param notes safe HTML; empty without notes
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
   * A small fact on a card.
   *
   * @param text its text
   * @param since the start time in milliseconds since 1970 for an uptime; else 0
   */
  public record Fact(String text, long since) {}

  /** The label of the card's button for screen readers. */
  public String label() {
    return lock.isEmpty()
        ? "%s, %s, %s".formatted(name, vmid, word)
        : "%s, %s, %s, %s".formatted(name, vmid, word, lock);
  }

  /** What a click does, in one word. */
  public String verb() {
    return switch (state) {
      case HIBERNATED, PAUSED, ASLEEP -> PageText.VERB.text("resume");
      case STOPPED, POWERED_OFF -> PageText.VERB.text("launch");
      case CRASHED -> PageText.VERB.text("recover");
      case RUNNING -> PageText.VERB.text("stop");
      // A locked VM cannot be launched; a click shows why.
      case LOCKED, STOPPING, STARTING, NEXT, UNKNOWN -> "";
    };
  }
}
