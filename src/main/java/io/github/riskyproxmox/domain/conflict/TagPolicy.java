package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.Tags;
import java.util.List;
import java.util.Locale;

/** What the tags mean that people give to their VMs for this agent. */
public final class TagPolicy {
  private static final String EASY_KILL = "easy-kill";
  private static final String NEVER_KILL = "never-kill";
  private static final String KEEP = "keep";
  private static final String GROUP = "exclusive-";

  private TagPolicy() {}

  /** Whether a launch terminates it without a question. {@code never-kill} wins. */
  public static boolean isEasyKill(Tags tags) {
    return tags.contains(EASY_KILL) && !isNeverKill(tags);
  }

  /** Whether it is never terminated, neither as a choice nor by escalation. */
  public static boolean isNeverKill(Tags tags) {
    return tags.contains(NEVER_KILL);
  }

  /** Whether no launch stops it. */
  public static boolean isKept(Tags tags) {
    return tags.contains(KEEP);
  }

  /** The names of the groups of which one member can run at a time, in lower case. */
  public static List<String> groups(Tags tags) {
    return tags.values().stream()
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .filter(tag -> tag.startsWith(GROUP) && tag.length() > GROUP.length())
        .map(tag -> tag.substring(GROUP.length()))
        .distinct()
        .toList();
  }
}
