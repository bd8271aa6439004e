package io.github.riskyproxmox.domain.pve;

import java.util.Optional;

/**
 * Reads what the token may do, so that the page and the API can explain why it is empty (a port).
 */
public interface AccessCheck {
  /** As read since the start of the agent; empty until Proxmox has answered. Never asks Proxmox. */
  Optional<Access> latest();

  /**
   * Asks Proxmox now, for instance when the page has no VM to show. Throws what {@link Proxmox}'s
   * methods throw.
   */
  Access check();

  /**
   * A client has opened the page. Where nothing can be launched as far as is known, Proxmox is
   * asked again in the background, unless that was done a moment ago.
   */
  void lookAnew();
}
