package io.github.riskyproxmox.web.page;

import java.util.List;

/**
 * A VM as the page shows it. Equal cards look the same.
 *
 * @param vmid its number
 * @param place the section of the page
 * @param name its name, on one line
 * @param look its icon and its hue
 * @param state its state
 * @param word the state as text
 * @param since how long it has been in that state, as text; may be empty
 * @param startedAt when it started, in milliseconds since 1970; 0 unless it runs
 * @param lock PVE's lock and what to do about it, if the state does not show it; may be empty
 * @param tagShape the datacenter's tag shape
 * @param tags in order
 * @param tagText all tags including hidden ones, for the search
 * @param notes safe HTML; empty without notes
 * @param facts cores, memory, node
 * @param rival what it cannot run beside; {@link Rival#NONE} if nothing is known
 * @param use when and how long it was launched
 * @param meters how much it uses; empty unless it is shown wide
 * @param inLaunch whether the launch panel stands in its place
 * @param verb what the button says; empty if it has none
 */
public record Card(
    int vmid,
    Place place,
    String name,
    VmLook look,
    CardState state,
    String word,
    String since,
    long startedAt,
    String lock,
    String tagShape,
    List<TagChip> tags,
    String tagText,
    String notes,
    List<String> facts,
    Rival rival,
    Use use,
    List<Meter> meters,
    boolean inLaunch,
    String verb) {

  /** The same without what changes by itself: times and curves. */
  Card timeless() {
    return new Card(
        vmid,
        place,
        name,
        look,
        state,
        word,
        "",
        startedAt,
        lock,
        tagShape,
        tags,
        tagText,
        notes,
        facts,
        rival,
        new Use("", use.at(), use.usually()),
        List.of(),
        inLaunch,
        verb);
  }

  /** A section of the page. */
  public enum Place {
    /** The VMs that run and that a launch may stop. */
    NOW,
    /** The VMs that can be launched. */
    SWITCH,
    /** The VMs that run and that no launch stops. */
    ALWAYS
  }

  /**
   * What it cannot run beside.
   *
   * @param text what they share, up to the name
   * @param name the name of the VM; empty if there is none
   * @param more how many others there are, as text; may be empty
   * @param css its colour
   */
  public record Rival(String text, String name, String more, String css) {
    static final Rival NONE = new Rival("", "", "", "");
  }

  /**
   * When it was last launched from here, and how long that usually takes.
   *
   * @param text when; may be empty
   * @param at the same in milliseconds since 1970; 0 if never
   * @param usually how long; may be empty
   */
  public record Use(String text, long at, String usually) {
    static final Use NEVER = new Use("", 0, "");
  }

  /**
   * A small curve of the last minutes.
   *
   * @param name what it shows
   * @param value the last value as text
   * @param curve the values in percent, oldest first
   */
  public record Meter(String name, String value, List<Integer> curve) {}
}
