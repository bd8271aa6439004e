package io.github.riskyproxmox.simulator;

import java.util.Optional;

/**
 * Where a call for a node goes.
 *
 * @param node the node's own name
 * @param remote whether it is another one than the one asked
 * @param failure how that node fails
 */
record Route(String node, boolean remote, Optional<NodeFailure> failure) {

  /** Finds the node; refuses the call if the cluster has none of that name. */
  static Route to(SimCluster cluster, String name) {
    String local = cluster.nodes().iterator().next().name();
    if (name.equals("localhost") || name.equals(local)) {
      return new Route(local, false, Optional.empty());
    }
    SimNode node =
        cluster
            .node(name)
            .orElseThrow(
                () ->
                    ApiError.refused(
                        "hostname lookup '"
                            + name
                            + "' failed - failed to get address info for: "
                            + name
                            + ": Name or service not known"));
    return new Route(node.name(), true, node.failure());
  }
}
