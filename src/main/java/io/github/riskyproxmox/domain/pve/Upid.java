package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.ForeignText;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Proxmox task's identity: node : pid : pstart : starttime : type : id : user (pve-api.md §3).
 *
 * @param text as PVE printed it
 */
public record Upid(String text) {
  /** Proxmox names the file of a task's log after it. */
  private static final int LONGEST = 255;

  private static final String NODE = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String TYPE = "[A-Za-z0-9_.-]+";

  /** No slash, so that it stays one segment of a path, and no invisible character. */
  private static final String CHARACTER = "[^:/\\s\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Z}\\u0080-\\u009F]";

  private static final Pattern FORM =
      Pattern.compile(
          "UPID:(%s):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:([0-9A-Fa-f]{8}):(%s):(%s*):(%s+):"
              .formatted(NODE, TYPE, CHARACTER, CHARACTER));

  /**
   * Checks the form. Every accepted UPID can be parsed and used in a path as it is.
   *
   * @throws IllegalArgumentException if it is no UPID; the message quotes its beginning only
   */
  public Upid {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          ForeignText.quoted(text) + " is not a Proxmox task id (UPID).");
    }
  }

  /** The node the task runs on. */
  public NodeName node() {
    return new NodeName(part(1));
  }

  /** Its kind: {@code qmstart}, {@code qmshutdown}, {@code hastop}, ... */
  public String type() {
    return part(3);
  }

  /** The object of the task; for a VM's task the vmid. */
  public String id() {
    return part(4);
  }

  /** Who created it: {@code user@realm}, or {@code user@realm!token}. */
  public String user() {
    return part(5);
  }

  /** When it began, in whole seconds since 1970, by the node's clock. */
  public long startEpochSecond() {
    return Long.parseLong(part(2), 16);
  }

  private String part(int group) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    return matcher.group(group);
  }

  @Override
  public String toString() {
    return text;
  }
}
