package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of tasks: list, status, log, abort (PVE/API2/Tasks.pm). */
final class TaskCalls {
  private static final Duration KILLING = Duration.ofSeconds(1);
  private static final long USUAL_LIMIT = 50;
  private static final String PATH = "/nodes/{node}/tasks";

  private TaskCalls() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", PATH, TaskCalls::list)
            .with("source", Parameter.oneOf("archive", "active", "all"))
            .with("vmid", Parameter.of(Parameter.Type.VMID))
            .with("start", Parameter.count())
            .with("limit", Parameter.count())
            .with("since", Parameter.of(Parameter.Type.INTEGER))
            .with("until", Parameter.of(Parameter.Type.INTEGER))
            .with("errors", Parameter.flag())
            .with("typefilter", Parameter.text())
            .with("userfilter", Parameter.text())
            .with("statusfilter", Parameter.text()),
        Endpoint.of("GET", PATH + "/{upid}/status", TaskCalls::status).asForwarded(),
        Endpoint.of("GET", PATH + "/{upid}/log", TaskCalls::log)
            .asForwarded()
            .with("start", Parameter.count())
            .with("limit", Parameter.count()),
        Endpoint.of("DELETE", PATH + "/{upid}", TaskCalls::abort).asForwarded());
  }

  private static Payload list(ApiCall call) {
    TaskFilter filter = TaskFilter.of(call);
    List<JsonObject> all =
        call.cluster().book().all().stream().filter(filter::matches).map(TaskView::entry).toList();
    JsonArrayBuilder page = JsonTree.array();
    all.stream()
        .skip(call.number("start").orElse(0L))
        .limit(call.number("limit").orElse(USUAL_LIMIT))
        .forEach(page::add);
    return new Payload(page.build(), all.size(), Duration.ZERO);
  }

  private static Payload status(ApiCall call) {
    SimTask task = existing(call);
    requireOwnOr(call, task.identity(), "Sys.Audit");
    return Payload.of(TaskView.status(task));
  }

  private static Payload log(ApiCall call) {
    TaskIdentity identity = identity(call);
    requireOwnOr(call, identity, "Sys.Audit");
    Optional<SimTask> task = call.cluster().book().find(identity.upid());
    List<String> lines =
        task.map(SimTask::log).orElse(List.of("unable to open file - No such file or directory"));
    if (lines.isEmpty()) {
      lines = List.of("no content");
    }
    long from = call.number("start").orElse(0L);
    long limit = call.number("limit").orElse(USUAL_LIMIT);
    long to = limit == 0 ? lines.size() : Math.min(lines.size(), from + limit);
    JsonArrayBuilder page = JsonTree.array();
    for (long index = from; index < to; index++) {
      page.add(JsonTree.object().add("n", index + 1).add("t", lines.get((int) index)));
    }
    return new Payload(page.build(), lines.size(), Duration.ZERO);
  }

  private static Payload abort(ApiCall call) {
    SimTask task = existing(call);
    requireOwnOr(call, task.identity(), "Sys.Modify");
    if (!task.isRunning()) {
      return Payload.nothing();
    }
    task.interrupt();
    return new Payload(JsonValue.NULL, 0, KILLING);
  }

  private static TaskIdentity identity(ApiCall call) {
    return call.text("upid")
        .flatMap(TaskIdentity::parse)
        .orElseThrow(() -> ApiError.parameters(Map.of("upid", "unable to parse worker upid")));
  }

  private static SimTask existing(ApiCall call) {
    return call.cluster()
        .book()
        .find(identity(call).upid())
        .orElseThrow(() -> ApiError.parameters(Map.of("upid", "no such task")));
  }

  private static void requireOwnOr(ApiCall call, TaskIdentity task, String privilege) {
    if (!task.isOf(call.caller())) {
      call.require("/nodes/" + call.node(), privilege);
    }
  }
}
