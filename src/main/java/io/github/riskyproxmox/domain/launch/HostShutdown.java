package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * The shutdown of a node, the last part of a launch that ends with it. Proxmox creates no task for
 * it (pve-api.md §13), so nothing shows later whether a request has arrived: it is sent once.
 *
 * @param node which node
 * @param sending whether it is about to be sent, or was; after a crash here it may have arrived
 * @param retryUntil until when it is retried while it does not arrive; empty before the first time
 * @param nextAt when it is due next
 */
public record HostShutdown(
    NodeName node, boolean sending, Optional<Instant> retryUntil, Instant nextAt) {
  /** One that has not begun. */
  public static HostShutdown todo(NodeName node, Instant now) {
    return new HostShutdown(node, false, Optional.empty(), now);
  }

  /** About to be sent. */
  HostShutdown sending(Instant newNextAt) {
    return new HostShutdown(node, true, retryUntil, newNextAt);
  }

  /** It has not arrived, and is not sent any more. */
  HostShutdown unsent() {
    return new HostShutdown(node, false, retryUntil, nextAt);
  }

  /** It has not arrived, and is sent again then. */
  HostShutdown again(Instant until, Instant newNextAt) {
    return new HostShutdown(node, true, Optional.of(until), newNextAt);
  }

  /** The same without what only controls when Proxmox is asked next. */
  HostShutdown durable() {
    return new HostShutdown(node, sending, retryUntil, Instant.EPOCH);
  }
}
