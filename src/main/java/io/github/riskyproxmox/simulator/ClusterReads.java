package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** The read endpoints of the cluster. */
final class ClusterReads {
  private ClusterReads() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/version", ClusterReads::version),
        Endpoint.of("GET", "/nodes", ClusterReads::nodes),
        Endpoint.of("GET", "/cluster/resources", ClusterReads::resources)
            .with("type", Parameter.oneOf("vm", "storage", "node", "sdn")),
        Endpoint.of("GET", "/cluster/options", ClusterReads::options),
        Endpoint.of("GET", "/cluster/tasks", ClusterReads::tasks),
        Endpoint.of("GET", "/access/permissions", ClusterReads::permissions)
            .with("path", Parameter.text())
            .with("userid", Parameter.text()));
  }

  private static Payload version(ApiCall call) {
    String version = call.cluster().scenario().version();
    String[] parts = version.split("\\.", -1);
    String release = parts.length > 1 ? parts[0] + "." + parts[1] : version;
    return Payload.of(
        JsonTree.object()
            .add("version", version)
            .add("repoid", "0123456789abcdef")
            .add("release", release));
  }

  private static Payload nodes(ApiCall call) {
    JsonArrayBuilder nodes = JsonTree.array();
    call.cluster().nodes().forEach(node -> nodes.add(node(node)));
    return Payload.of(nodes);
  }

  private static JsonObject node(SimNode node) {
    return JsonTree.object()
        .add("id", "node/" + node.name())
        .add("node", node.name())
        .add("type", "node")
        .add("status", node.failure().isEmpty() ? "online" : "offline")
        .add("level", "")
        .add("ssl_fingerprint", node.fingerprint())
        .build();
  }

  private static Payload resources(ApiCall call) {
    JsonArrayBuilder resources = JsonTree.array();
    String type = call.text("type").orElse("");
    if (type.isEmpty() || type.equals("vm")) {
      for (SimVm vm : call.cluster().vms()) {
        if (call.may("/vms/" + vm.vmid(), "VM.Audit")) {
          resources.add(GuestView.resource(call.cluster(), vm));
        }
      }
    }
    if (type.isEmpty() || type.equals("node")) {
      call.cluster().nodes().forEach(node -> resources.add(nodeResource(node)));
    }
    return Payload.of(resources);
  }

  private static JsonObject nodeResource(SimNode node) {
    return JsonTree.object()
        .add("id", "node/" + node.name())
        .add("node", node.name())
        .add("type", "node")
        .add("status", node.failure().isEmpty() ? "online" : "offline")
        .build();
  }

  private static Payload options(ApiCall call) {
    JsonObjectBuilder options = JsonTree.object(call.cluster().scenario().options());
    if (!call.cluster().scenario().options().containsKey("allowed-tags")) {
      options.add("allowed-tags", JsonTree.array());
    }
    return Payload.of(options);
  }

  private static Payload tasks(ApiCall call) {
    JsonArrayBuilder tasks = JsonTree.array();
    if (call.may("/", "Sys.Audit")) {
      call.cluster().book().all().forEach(task -> tasks.add(TaskView.entry(task)));
    }
    return Payload.of(tasks);
  }

  private static Payload permissions(ApiCall call) {
    JsonObjectBuilder permissions = JsonTree.object();
    String of = call.text("userid").orElse(call.caller());
    // A token may not ask for its own user (pve-access-control, PVE/API2/AccessControl.pm).
    if (!of.equals(call.caller())
        && !call.cluster().access().allows(call.caller(), "/access", "Sys.Audit")) {
      throw ApiError.forbidden("/access", "Sys.Audit");
    }
    call.cluster()
        .access()
        .permissions(of)
        .forEach(
            (path, privileges) -> {
              if (call.text("path").orElse(path).equals(path)) {
                JsonObjectBuilder granted = JsonTree.object();
                privileges.forEach(privilege -> granted.add(privilege, 1));
                permissions.add(path, granted);
              }
            });
    return Payload.of(permissions);
  }
}
