package io.github.riskyproxmox.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node of the cluster, and what it last broadcast. Guarded by its cluster's monitor. */
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

  /** What the others know of a guest of this node. */
  Optional<Broadcast> lastKnown(int vmid) {
    return Optional.ofNullable(broadcast.get(vmid));
  }

  void broadcast(Map<Integer, Broadcast> all) {
    broadcast = new TreeMap<>(all);
  }

  /**
   * What pvestatd says of one guest every ten seconds; nothing else of it is old.
   *
   * @param name its name then
   * @param status its run state then
   * @param template whether it is one
   * @param uptime seconds
   */
  record Broadcast(String name, String status, boolean template, long uptime) {}
}
