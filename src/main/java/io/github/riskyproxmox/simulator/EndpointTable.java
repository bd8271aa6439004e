package io.github.riskyproxmox.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The endpoints of PVE's API that the simulator supports; it refuses others. */
final class EndpointTable {
  private final List<Endpoint> endpoints = new ArrayList<>();

  EndpointTable() {
    endpoints.addAll(ClusterReads.endpoints());
    endpoints.addAll(MappingReads.endpoints());
    endpoints.addAll(NodeCalls.endpoints());
    endpoints.addAll(GuestReads.endpoints());
    endpoints.addAll(GuestActs.endpoints());
    endpoints.addAll(GuestConfig.endpoints());
    endpoints.addAll(GuestAgent.endpoints());
    endpoints.addAll(Containers.endpoints());
    endpoints.addAll(TaskCalls.endpoints());
  }

  Optional<Endpoint> find(String method, List<String> path) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.method().equals(method))
        .filter(endpoint -> endpoint.match(path).isPresent())
        .findFirst();
  }
}
