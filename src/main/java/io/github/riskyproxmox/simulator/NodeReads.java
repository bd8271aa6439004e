package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** The read endpoints of a node's storages (pve-api.md §13). */
final class NodeReads {
  private NodeReads() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/nodes/{node}/storage", NodeReads::storages)
            .asForwarded()
            .with("enabled", Parameter.flag())
            .with("content", Parameter.text()));
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
