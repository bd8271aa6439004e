package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** The endpoints of a node: its storages and its shutdown (pve-api.md §13). */
final class NodeCalls {
  private NodeCalls() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/nodes/{node}/storage", NodeCalls::storages)
            .asForwarded()
            .with("enabled", Parameter.flag())
            .with("content", Parameter.text()),
        Endpoint.of("POST", "/nodes/{node}/status", NodeCalls::command)
            .asForwarded()
            .needing("/nodes/{node}", "Sys.PowerMgmt")
            .with("command", Parameter.oneOf("reboot", "shutdown").mandatory()));
  }

  /** The command is recorded; neither the node nor its guests stop. */
  private static Payload command(ApiCall call) {
    call.cluster().record(call.node(), call.text("command").orElseThrow());
    return Payload.nothing();
  }

  /** The storages that the caller may audit or use. */
  private static Payload storages(ApiCall call) {
    JsonArrayBuilder storages = JsonTree.array();
    for (ScenarioStorage storage : call.cluster().storages(call.node())) {
      String path = "/storage/" + storage.storage();
      if (call.may(path, "Datastore.Audit") || call.may(path, "Datastore.AllocateSpace")) {
        boolean there = storage.enabled() && storage.active();
        storages.add(
            JsonTree.object()
                .add("storage", storage.storage())
                .add("type", "dir")
                .add("content", "images")
                .add("shared", 0)
                .add("enabled", storage.enabled() ? 1 : 0)
                .add("active", there ? 1 : 0)
                .add("total", there ? 1L << 40 : 0)
                .add("used", there ? 1L << 39 : 0)
                .add("avail", there ? 1L << 39 : 0));
      }
    }
    return Payload.of(storages);
  }
}
