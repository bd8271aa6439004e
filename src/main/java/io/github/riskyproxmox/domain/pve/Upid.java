package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Proxmox task's identity: node : pid : pstart : starttime : type : id : user (pve-api.md §3).
 *
 * @param text as PVE printed it
 */
public record Upid(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "UPID:([A-Za-z0-9.-]+):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:([0-9A-Fa-f]{8}):([^:\\s]+):([^:\\s]*):([^:\\s]+):");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is no UPID
   */
  public Upid {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a Proxmox task id (UPID).");
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

  /** What it is about; for a VM's task the vmid. */
  public String id() {
    return part(4);
  }

  /** Who began it: {@code user@realm}, or {@code user@realm!token}. */
  public String user() {
    return part(5);
  }

  /** When it began, in whole seconds since 1970 by the node's clock. */
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
