package io.github.riskyproxmox.simulator;

import java.util.Map;
import java.util.Optional;

/**
 * A call of an endpoint with checked parameters.
 *
 * @param cluster the cluster
 * @param caller the full id of the calling token
 * @param parameters by name, including those of the path
 */
record ApiCall(SimCluster cluster, String caller, Map<String, String> parameters) {

  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean flag(String name) {
    return "1".equals(parameters.get(name));
  }

  Optional<Long> number(String name) {
    return text(name).map(Long::valueOf);
  }

  String node() {
    return parameters.get("node");
  }

  int vmid() {
    return Integer.parseInt(parameters.get("vmid"));
  }

  boolean may(String path, String privilege) {
    return cluster.access().allows(caller, path, privilege);
  }

  /** Refuses the call if the caller lacks the privilege. */
  void require(String path, String privilege) {
    if (!may(path, privilege)) {
      throw ApiError.forbidden(path, privilege);
    }
  }

  /** The VM of the call. Refuses the call if its configuration is not on that node. */
  SimVm vm() {
    return guest(GuestKind.VM);
  }

  /** The guest of the call. Refuses the call if its configuration is not on that node. */
  SimVm guest(GuestKind kind) {
    return found(kind)
        .orElseThrow(() -> ApiError.refused(PveText.noConfiguration(kind, node(), vmid())));
  }

  /** The guest of the call; empty if its configuration is not on that node. */
  Optional<SimVm> found(GuestKind kind) {
    return cluster.guestOn(kind, node(), vmid());
  }
}
