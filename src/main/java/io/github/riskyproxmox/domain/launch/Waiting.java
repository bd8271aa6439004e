package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.TaskSeen;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a launch under way is really waiting for. */
final class Waiting {
  private Waiting() {}

  /** An errand's words while its task runs: what its log and its VM's status say. */
  static String words(Errand errand, TaskSeen seen) {
    String words = errand.words();
    if (seen.logged().isPresent()) {
      String line = seen.logged().get().strip();
      if (Patience.waitsForLock(line)) {
        return line;
      }
      words = Patience.waitsForLock(words) ? "" : words;
    }
    return Patience.waitsForLock(words)
        ? words
        : words(errand.saying(words), seen.status(), seen.at());
  }

  /** The same with the VM's status alone; only a shutdown is told of it. */
  static String words(Errand errand, Optional<VmStatus> status, Instant at) {
    boolean asked = errand.order().action().filter(StopAction.SHUTDOWN::equals).isPresent();
    if (!asked || status.isEmpty()) {
      return errand.words();
    }
    if (status.get().poweredOff()) {
      return Words.POWERED_OFF;
    }
    Instant started = at.minus(status.get().uptime());
    boolean early =
        errand.sentAt().filter(sent -> sent.isBefore(started.plus(Patience.FIRMWARE))).isPresent();
    if (early) {
      return Words.UNHEARD;
    }
    return Words.isNote(errand.words()) ? "" : errand.words();
  }

  /** What a step of that errand is told with. */
  static String detail(Errand errand) {
    if (errand.silence().isPresent()) {
      return errand.silence().get().words();
    }
    return errand.meetsLock()
        ? "another Proxmox task holds its lock; tried again for up to %s (%s)"
            .formatted(Words.clock(Patience.LOCK), errand.words())
        : errand.words();
  }

  /** One sentence or two about a launch that is not over. */
  static String message(LaunchState state) {
    String target = state.start().order().name();
    List<Errand> open =
        state.errands().stream()
            .filter(errand -> errand.stage() != Stage.TODO && !errand.stage().settled())
            .toList();
    if (open.stream().anyMatch(errand -> errand.silence().isPresent())) {
      return silent(open, target);
    }
    if (state.resuming()) {
      return "The agent was restarted; looking how far the launch of %s is.".formatted(target);
    }
    if (open.stream().anyMatch(Errand::meetsLock)) {
      return locked(open.stream().filter(Errand::meetsLock).toList(), target);
    }
    if (state.start().mayComeUp()) {
      return Words.overdue(target);
    }
    List<Errand> stops =
        state.stops().stream().filter(errand -> errand.stage() != Stage.DONE).toList();
    return stops.isEmpty() ? "Starting %s.".formatted(target) : stopping(stops, target);
  }

  private static String silent(List<Errand> open, String target) {
    List<Errand> silent = open.stream().filter(errand -> errand.silence().isPresent()).toList();
    String whom = silent.size() == open.size() ? "" : " about " + names(silent);
    return "Proxmox gives no usable answer%s just now; the launch of %s goes on as soon as it does."
        .formatted(whom, target);
  }

  private static String locked(List<Errand> locked, String target) {
    String names = names(locked);
    String limit = Words.clock(Patience.LOCK);
    return locked.get(0).order().stops()
        ? ("Another Proxmox task, for example a shutdown that was asked for elsewhere, holds the"
                + " lock of %s. The agent tries again to stop %s for up to %s; then %s is started.")
            .formatted(names, names, limit, target)
        : "Another Proxmox task holds the lock of %s. The agent tries again to start it for up to %s."
            .formatted(target, limit);
  }

  private static String stopping(List<Errand> stops, String target) {
    String wait =
        "Waiting until %s %s stopped, then starting %s."
            .formatted(names(stops), stops.size() == 1 ? "has" : "have", target);
    return stops.stream()
        .flatMap(errand -> Words.note(errand).stream())
        .map(" "::concat)
        .collect(Collectors.joining("", wait, ""));
  }

  private static String names(List<Errand> errands) {
    return Names.list(errands.stream().map(errand -> errand.order().name()).toList());
  }
}
