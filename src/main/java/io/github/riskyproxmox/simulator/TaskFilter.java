package io.github.riskyproxmox.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Selects the tasks that a caller requests and may see. */
final class TaskFilter {
  private final ApiCall call;
  private final boolean seesAll;
  private final String source;

  private TaskFilter(ApiCall call) {
    this.call = call;
    this.seesAll = call.may("/nodes/" + call.node(), "Sys.Audit");
    this.source = call.text("source").orElse("archive");
  }

  static TaskFilter of(ApiCall call) {
    return new TaskFilter(call);
  }

  boolean matches(SimTask task) {
    TaskIdentity identity = task.identity();
    return identity.node().equals(call.node())
        && (seesAll || identity.isOf(call.caller()))
        && isFromSource(task)
        && call.text("typefilter").orElse(identity.type()).equals(identity.type())
        && call.text("vmid").orElse(identity.id()).equals(identity.id())
        && isByUser(identity)
        && identity.starttime() >= call.number("since").orElse(Long.MIN_VALUE)
        && identity.starttime() <= call.number("until").orElse(Long.MAX_VALUE)
        && hasStatus(task);
  }

  private boolean isFromSource(SimTask task) {
    return source.equals("all") || task.isRunning() == source.equals("active");
  }

  private boolean isByUser(TaskIdentity identity) {
    Optional<String> wanted = call.text("userfilter").map(user -> user.toLowerCase(Locale.ROOT));
    return wanted.isEmpty() || identity.user().toLowerCase(Locale.ROOT).contains(wanted.get());
  }

  private boolean hasStatus(SimTask task) {
    String kind = kind(task.exitStatus().orElse(""));
    if (call.flag("errors")) {
      return !kind.equals("ok");
    }
    List<String> wanted =
        Arrays.asList(
            call.text("statusfilter").orElse(kind).toLowerCase(Locale.ROOT).split("[,; ]+", -1));
    return wanted.contains(kind);
  }

  /** PVE's four kinds of exit status. */
  private static String kind(String status) {
    if (status.isEmpty() || status.equals("unexpected status")) {
      return "unknown";
    }
    if (status.equals("OK")) {
      return "ok";
    }
    return status.startsWith("WARNINGS: ") ? "warning" : "error";
  }
}
