package io.github.riskyproxmox.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node of the cluster and its last broadcast. Guarded by its cluster's monitor. */
final class SimNode {
  private final String name;
  private final String fingerprint;
  private Optional<NodeFailure> failure;
  private Map<Integer, Broadcast> broadcast = Map.of();

  SimNode(String name, String fingerprint, Optional<NodeFailure> failure) {
    this.name = name;
    this.fingerprint = fingerprint;
    this.failure = failure;
  }

  String name() {
    return name;
  }

  String fingerprint() {
    return fingerprint;
  }

  /** How it fails; empty if it is up. */
  Optional<NodeFailure> failure() {
    return failure;
  }

  void fail(NodeFailure how) {
    failure = Optional.of(how);
    broadcast = Map.of();
  }

  void recover() {
    failure = Optional.empty();
  }

  /** The last broadcast about a guest of this node. */
  Optional<Broadcast> lastKnown(int vmid) {
    return Optional.ofNullable(broadcast.get(vmid));
  }

  void broadcast(Map<Integer, Broadcast> all) {
    broadcast = new TreeMap<>(all);
  }

  /**
   * What pvestatd broadcasts about a guest every ten seconds. All other data is live.
   *
   * @param name its name at that time
   * @param status its run state at that time
   * @param template whether it is a template
   * @param uptime in seconds
   */
  record Broadcast(String name, String status, boolean template, long uptime) {}
}
