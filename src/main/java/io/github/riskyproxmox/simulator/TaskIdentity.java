package io.github.riskyproxmox.simulator;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a UPID: node : pid : pstart : starttime : type : id : user (pve-common UPID.pm).
 *
 * @param node the node of its worker
 * @param pid the process id of the worker
 * @param pstart when the worker started, in ticks since the node's boot
 * @param starttime the same in seconds since 1970
 * @param type such as {@code qmstart}
 * @param id the vmid
 * @param user the user, or the full id of the token, that requested it
 */
record TaskIdentity(
    String node, long pid, long pstart, long starttime, String type, String id, String user) {
  private static final Pattern FORM =
      Pattern.compile(
          "UPID:([a-zA-Z0-9][a-zA-Z0-9-]*):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):"
              + "([^:\\s]+):([^:\\s]*):([^:\\s]+):");

  static Optional<TaskIdentity> parse(String upid) {
    Matcher parts = FORM.matcher(upid);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskIdentity(
            parts.group(1),
            Long.parseLong(parts.group(2), 16),
            Long.parseLong(parts.group(3), 16),
            Long.parseLong(parts.group(4), 16),
            parts.group(5),
            parts.group(6),
            parts.group(7)));
  }

  String upid() {
    return String.format(
        Locale.ROOT,
        "UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
        node,
        pid,
        pstart,
        starttime,
        type,
        id,
        user);
  }

  /** The user without the name of the token. */
  String bareUser() {
    int mark = user.indexOf('!');
    return mark < 0 ? user : user.substring(0, mark);
  }

  /** The name of the token, if a token requested it. */
  Optional<String> tokenName() {
    int mark = user.indexOf('!');
    return mark < 0 ? Optional.empty() : Optional.of(user.substring(mark + 1));
  }

  /** Whether it belongs to the caller: the same user or token, or the user of the token. */
  boolean isOf(String caller) {
    return caller.equals(user) || caller.equals(bareUser());
  }
}
