package io.github.riskyproxmox.domain.pve;

import java.util.Optional;

/** Tells what the token may do, so that a face can explain an empty or useless page (a port). */
public interface AccessCheck {
  /** As read since the start of the agent; empty until Proxmox has answered. Never asks Proxmox. */
  Optional<Access> latest();

  /**
   * Asks Proxmox now, for instance when a page finds no VM; throws what {@link Proxmox}'s methods
   * throw.
   */
  Access check();

  /**
   * Somebody looks anew: where nothing can be launched as far as is known, Proxmox is asked beside
   * the caller, unless it was a moment ago.
   */
  void lookAnew();
}
