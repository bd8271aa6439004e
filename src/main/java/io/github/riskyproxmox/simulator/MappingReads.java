package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** The resource mappings: whoever lacks the privileges gets an empty list (pve-api.md §10). */
final class MappingReads {
  private static final List<String> ENOUGH =
      List.of("Mapping.Audit", "Mapping.Use", "Mapping.Modify");

  private MappingReads() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/cluster/mapping/pci", call -> index(call, "pci"))
            .with("check-node", Parameter.text()),
        Endpoint.of("GET", "/cluster/mapping/usb", call -> index(call, "usb"))
            .with("check-node", Parameter.text()));
  }

  private static Payload index(ApiCall call, String type) {
    JsonArrayBuilder list = JsonTree.array();
    for (ScenarioMapping mapping : call.cluster().scenario().mappings()) {
      String path = "/mapping/" + type + "/" + mapping.id();
      if (mapping.type().equals(type)
          && ENOUGH.stream().anyMatch(privilege -> call.may(path, privilege))) {
        JsonArrayBuilder entries = JsonTree.array();
        mapping.map().forEach(entries::add);
        list.add(
            JsonTree.object()
                .add("id", mapping.id())
                .add("type", type)
                .add("digest", "9768f3a1b2c3d4e5f60718293a4b5c6d7e8f9012")
                .add("map", entries));
      }
    }
    return Payload.of(list);
  }
}
