package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.log.LineLimit;
import io.github.riskyproxmox.message.Messages;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Logs requests and their answers. Requests that start something are always logged; a client that
 * is refused in a loop does not fill the log.
 */
final class LaunchRequestLog {
  private static final Logger LOG = Logger.getLogger(LaunchRequestLog.class.getName());
  private static final int REFUSALS_A_MINUTE = 20;

  private final LineLimit refusals;

  LaunchRequestLog(Supplier<Instant> clock) {
    refusals = new LineLimit(REFUSALS_A_MINUTE, clock);
  }

  void answered(LaunchRequest request, LaunchReply reply) {
    String line = line(request, reply.getClass().getSimpleName(), Messages.text(reply.message()));
    if (reply instanceof LaunchReply.Started || reply instanceof LaunchReply.Escalated) {
      LOG.info(line);
    } else {
      limited(line);
    }
  }

  void failed(LaunchRequest request, PveException failure) {
    limited(line(request, "Failed", String.valueOf(failure.getMessage())));
  }

  private void limited(String line) {
    refusals.line(() -> line, "requests").ifPresent(LOG::info);
  }

  private static String line(LaunchRequest request, String answer, String message) {
    String what =
        switch (request) {
          case LaunchRequest.Start start -> "launch VM " + start.target();
          case LaunchRequest.Stop stop ->
              (stop.startAgain() ? "restart VM " : "stop VM ") + stop.target();
          case LaunchRequest.ShutDownHost host ->
              "shut down node" + host.node().map(node -> " " + node).orElse("");
        };
    String action = request.wish().action().map(one -> " with " + one).orElse("");
    return "%s asks to %s%s: %s: %s".formatted(request.client(), what, action, answer, message);
  }
}
