package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.util.Optional;

/**
 * A stop action, a restart, or a recovery of a crashed target, as the dialog offers it.
 *
 * @param sign what it does: a stop action, a recovery or reboot
 * @param goal what it leads to; empty if that is what its dialog is about
 * @param action the stop action; empty to be asked, or where it recovers
 * @param recovery the recovery of the target; empty unless it is one
 * @param title its name
 * @param detail what it does, or why it is not available
 * @param destructive whether unsaved work is lost
 * @param available whether it is available
 */
public record Choice(
    String sign,
    String goal,
    String action,
    String recovery,
    String title,
    String detail,
    boolean destructive,
    boolean available) {

  /** A recovery of a crashed target. */
  static Choice of(RecoveryOffer offer, boolean destructive) {
    String id = offer.recovery().id();
    return of(id, "", id, offer.availability(), detail(id, ""), destructive);
  }

  /**
   * A stop action.
   *
   * @param passedThrough whether a VM that it would stop has a passed-through PCI device
   */
  static Choice of(
      Offer offer, Duration shutdownTimeout, LaunchPlans.Usual usual, boolean passedThrough) {
    String id = offer.action().id();
    String risk = passedThrough && offer.destructive() ? " " + PageText.RESET_RISK.text() : "";
    String detail =
        detail(id, Durations.spoken(shutdownTimeout))
            + risk
            + usual.sentence(Optional.of(offer.action()));
    return of(id, id, "", offer.availability(), detail, offer.destructive());
  }

  /**
   * A stop after which the VM starts again.
   *
   * @param action the stop action; empty to be asked
   */
  static Choice reboot(String action, Availability availability, Duration shutdownTimeout) {
    String detail =
        detail(action.isEmpty() ? "reboot-ask" : "reboot", Durations.spoken(shutdownTimeout));
    return of("reboot", action, "", availability, detail, false).towards(LaunchGoal.RESTART);
  }

  /** The same with a goal of its own. */
  Choice towards(LaunchGoal other) {
    return new Choice(sign, other.id(), action, recovery, title, detail, destructive, available);
  }

  private static Choice of(
      String sign,
      String action,
      String recovery,
      Availability availability,
      String detail,
      boolean destructive) {
    Optional<String> no = availability.reason().map(Messages::text).map(PlainText::line);
    String title = PageText.ACTION_TITLE.text(sign);
    return new Choice(
        sign, "", action, recovery, title, no.orElse(detail), destructive, no.isEmpty());
  }

  private static String detail(String kind, String limit) {
    return PageText.ACTION_DETAIL.text(kind, limit);
  }

  /** Its icon. */
  public String icon() {
    return switch (sign) {
      case "hibernate" -> "asleep";
      case "terminate" -> "bolt";
      case "shutdown" -> "power";
      default -> "again";
    };
  }
}
