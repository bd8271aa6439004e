package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs one line when Proxmox or a node stops answering and one when it answers again, and nothing
 * in between. Thread-safe.
 */
final class OutageLog {
  private static final Logger LOG = Logger.getLogger(OutageLog.class.getName());

  private final Set<Trouble.Kind> reported = EnumSet.noneOf(Trouble.Kind.class);
  private final Map<NodeName, Instant> silent = new HashMap<>();
  private Optional<Instant> since = Optional.empty();

  /**
   * Logs what changed.
   *
   * @param steady {@link Scheduler#steady()} now
   */
  synchronized void report(SiteSnapshot site, Instant steady) {
    if (site.trouble().isPresent()) {
      since = since.or(() -> Optional.of(steady));
      // If one reason follows another, each is logged once.
      site.trouble().filter(trouble -> reported.add(trouble.kind())).ifPresent(OutageLog::logBegin);
      return;
    }
    since.ifPresent(then -> LOG.info("Proxmox answers again, " + after(then, steady)));
    since = Optional.empty();
    reported.clear();
    nodes(site, steady);
  }

  private static void logBegin(Trouble trouble) {
    String what =
        switch (trouble.kind()) {
          case UNREACHABLE -> "Proxmox does not answer. ";
          case TOKEN -> "Proxmox refuses the API token. ";
          case CERTIFICATE -> "The certificate of Proxmox is not trusted. ";
          case REFUSED -> "Proxmox refuses to list the virtual machines. ";
          case NOT_UNDERSTOOD -> "The agent does not understand Proxmox's answer. ";
          case INTERNAL -> "The agent itself failed. ";
        };
    LOG.warning(what + trouble.message() + " The agent keeps polling.");
  }

  /** Logs a defect of the agent with its stack trace; {@link #report} has only the message. */
  synchronized void failed(Throwable defect) {
    if (reported.add(Trouble.Kind.INTERNAL)) {
      LOG.log(
          Level.SEVERE, "The agent itself failed while it read Proxmox. It keeps polling.", defect);
    }
  }

  private void nodes(SiteSnapshot site, Instant steady) {
    Map<NodeName, String> now = site.inventory().silentNodes();
    now.forEach(
        (node, words) -> {
          if (silent.putIfAbsent(node, steady) == null) {
            LOG.warning("Node " + node + " does not answer. " + words);
          }
        });
    silent
        .entrySet()
        .removeIf(
            entry -> {
              boolean back = !now.containsKey(entry.getKey());
              if (back) {
                LOG.info(
                    "Node "
                        + entry.getKey()
                        + " answers again, "
                        + after(entry.getValue(), steady));
              }
              return back;
            });
  }

  private static String after(Instant then, Instant now) {
    Duration span = Duration.between(then, now);
    long minutes = span.toMinutes();
    String text =
        minutes == 0
            ? span.toSeconds() + " s"
            : (minutes < 60 ? "" : minutes / 60 + " h ") + minutes % 60 + " min";
    return text + " after it stopped.";
  }
}
