package io.github.riskyproxmox.simulator;

import java.util.Optional;

/**
 * The node that handles a call.
 *
 * @param node its name
 * @param remote whether it is not the node that the client talks to
 * @param failure how it fails; empty if it is up
 */
record Route(String node, boolean remote, Optional<NodeFailure> failure) {

  /** Finds the node; refuses the call if the cluster has no node with that name. */
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
