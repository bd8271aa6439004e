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
 * One line when Proxmox, or a node of it, stops answering, and one when it is back; nothing in
 * between, however long it takes and whoever asks meanwhile.
 */
final class OutageLog {
  private static final Logger LOG = Logger.getLogger(OutageLog.class.getName());

  private final Set<Trouble.Kind> reported = EnumSet.noneOf(Trouble.Kind.class);
  private final Map<NodeName, Instant> silent = new HashMap<>();
  private Optional<Instant> since = Optional.empty();

  /**
   * Reports what is new.
   *
   * @param steady {@link Scheduler#steady()} now
   */
  synchronized void report(SiteSnapshot site, Instant steady) {
    if (site.trouble().isPresent()) {
      since = since.or(() -> Optional.of(steady));
      // Where one reason follows another, each is reported once.
      site.trouble().filter(trouble -> reported.add(trouble.kind())).ifPresent(OutageLog::begun);
      return;
    }
    since.ifPresent(then -> LOG.info("Proxmox answers again, " + after(then, steady)));
    since = Optional.empty();
    reported.clear();
    nodes(site, steady);
  }

  private static void begun(Trouble trouble) {
    String what =
        switch (trouble.kind()) {
          case UNREACHABLE -> "Proxmox does not answer. ";
          case TOKEN -> "Proxmox refuses the API token. ";
          case CERTIFICATE -> "This is not the Proxmox the agent was told to trust. ";
          case REFUSED -> "Proxmox refuses to list the virtual machines. ";
          case NOT_UNDERSTOOD -> "Proxmox answered something the agent does not understand. ";
          case INTERNAL -> "The agent itself failed. ";
        };
    LOG.warning(what + trouble.message() + " The agent keeps asking.");
  }

  /** Reports a defect of the agent's own, before it is trouble: only here is it known where. */
  synchronized void failed(Throwable defect) {
    if (reported.add(Trouble.Kind.INTERNAL)) {
      LOG.log(
          Level.SEVERE, "The agent itself failed while it read Proxmox. It keeps asking.", defect);
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
    String words =
        minutes == 0
            ? span.toSeconds() + " s"
            : (minutes < 60 ? "" : minutes / 60 + " h ") + minutes % 60 + " min";
    return words + " after it was first found not to.";
  }
}
