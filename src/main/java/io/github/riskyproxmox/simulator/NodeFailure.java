package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.HttpReply;
import java.time.Duration;

/** How a node that is down answers a call sent on to it: by an empty body and a reason phrase. */
public enum NodeFailure {
  /** The host is there, its daemon is not: at once. */
  REFUSED(595, "Connection refused", 0),
  /** The host is off: after 3 s. */
  NO_ROUTE(595, "No route to host", 3),
  /** The host swallows everything: after 30 s. */
  TIMED_OUT(596, "Connection timed out", 30),
  /** The host broke off. */
  BROKEN_PIPE(596, "Broken pipe", 0);

  private final int status;
  private final String reason;
  private final Duration delay;

  NodeFailure(int status, String reason, long delaySeconds) {
    this.status = status;
    this.reason = reason;
    this.delay = Duration.ofSeconds(delaySeconds);
  }

  HttpReply reply() {
    return HttpReply.empty(status, reason);
  }

  Duration delay() {
    return delay;
  }
}
