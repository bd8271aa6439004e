package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.HttpReply;
import java.time.Duration;

/** The answer to a call that is forwarded to a node that is down: reason phrase, empty body. */
public enum NodeFailure {
  /** The host is up, but its daemon is down: answered at once. */
  REFUSED(595, "Connection refused", 0),
  /** The host is off: answered after 3 s. */
  NO_ROUTE(595, "No route to host", 3),
  /** The host drops all packets: answered after 30 s. */
  TIMED_OUT(596, "Connection timed out", 30),
  /** The host closed the connection. */
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
