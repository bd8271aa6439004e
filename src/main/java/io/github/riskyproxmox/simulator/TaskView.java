package io.github.riskyproxmox.simulator;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The JSON of tasks. */
final class TaskView {
  private TaskView() {}

  /**
   * An entry of a task list. While a task runs its status is {@code RUNNING} and its user is
   * unsplit.
   */
  static JsonObject entry(SimTask task) {
    TaskIdentity identity = task.identity();
    JsonObjectBuilder json = common(identity);
    if (task.isRunning()) {
      json.add("user", identity.user()).add("status", "RUNNING");
    } else {
      addUser(json, identity);
      json.add("pstart", identity.pstart())
          .add("endtime", task.ended().orElseThrow().getEpochSecond())
          .add("status", task.exitStatus().orElse(""));
    }
    return json.build();
  }

  /** The answer of a task's {@code status}. */
  static JsonObject status(SimTask task) {
    TaskIdentity identity = task.identity();
    JsonObjectBuilder json = common(identity).add("pstart", identity.pstart());
    addUser(json, identity);
    json.add("status", task.isRunning() ? "running" : "stopped");
    task.exitStatus().ifPresent(exit -> json.add("exitstatus", exit));
    return json.build();
  }

  private static JsonObjectBuilder common(TaskIdentity identity) {
    return JsonTree.object()
        .add("upid", identity.upid())
        .add("node", identity.node())
        .add("pid", identity.pid())
        .add("starttime", identity.starttime())
        .add("type", identity.type())
        .add("id", identity.id());
  }

  private static void addUser(JsonObjectBuilder json, TaskIdentity identity) {
    json.add("user", identity.bareUser());
    identity.tokenName().ifPresent(name -> json.add("tokenid", name));
  }
}
