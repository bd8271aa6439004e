package io.github.riskyproxmox.domain.conflict;

/** What makes two VMs of a node exclude each other (setting {@code EXCLUDE}). */
public enum Exclusion {
  /** {@link #DEVICES} on a node where two VMs claim the same thing, {@link #NODE} elsewhere. */
  AUTO,
  /** They share a claim. */
  DEVICES,
  /** They are on the same node. */
  NODE
}
