package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.util.Optional;

/** How a launch stands, and whether what it led to is still true. */
final class LaunchOutcome {
  private final LaunchReport report;
  private final SiteSnapshot site;

  LaunchOutcome(LaunchReport report, SiteSnapshot site) {
    this.report = report;
    this.site = site;
  }

  /** Whether it is shown: a launch that succeeded or was cancelled only for a while. */
  boolean isShown() {
    return switch (report.phase()) {
      case SUCCEEDED, CANCELLED -> site.launchIsNews();
      case STOPPING, WAITING, STARTING, FAILED, INTERRUPTED -> true;
    };
  }

  /** Whether what it led to is true now, and not only at its end. */
  boolean isTrueNow() {
    return switch (report.goal()) {
      case LAUNCH, RESTART ->
          site.trouble().isEmpty() && power().equals(Optional.of(PowerState.RUNNING));
      case STOP ->
          site.trouble().isEmpty() && power().filter(LaunchOutcome::hasStopped).isPresent();
      // The node may be gone, and nothing can be known of it.
      case HOST_SHUTDOWN -> true;
    };
  }

  /** Whether a VM in that state is off. */
  static boolean hasStopped(PowerState power) {
    return power == PowerState.STOPPED || power == PowerState.HIBERNATED;
  }

  private Optional<PowerState> power() {
    return report.target().flatMap(site.inventory()::find).map(Vm::power);
  }

  /** What its VM is doing now; empty while that is what it led to. */
  String now() {
    if (isTrueNow()) {
      return "";
    }
    String kind =
        site.trouble().isPresent() ? "unread" : power().map(PowerState::id).orElse("unlisted");
    return PageText.NOW.text(kind);
  }

  /** {@code busy}, {@code good}, {@code bad} or {@code quiet}: colour, sign and icon follow it. */
  String mood() {
    return report.phase() == LaunchPhase.SUCCEEDED && !isTrueNow() ? "quiet" : mood(report.phase());
  }

  static String mood(LaunchPhase phase) {
    return switch (phase) {
      case STOPPING, WAITING, STARTING -> "busy";
      case SUCCEEDED -> "good";
      case FAILED, INTERRUPTED -> "bad";
      case CANCELLED -> "quiet";
    };
  }
}
