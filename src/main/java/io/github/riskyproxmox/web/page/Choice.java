package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.util.Optional;

/**
 * A stop action, or a recovery of a crashed target, as the dialog offers it.
 *
 * @param action its id
 * @param title its name
 * @param detail what it does, or why it is not available
 * @param destructive whether unsaved work is lost
 * @param available whether it is available
 * @param recovers whether it is a recovery of the target
 */
public record Choice(
    String action,
    String title,
    String detail,
    boolean destructive,
    boolean available,
    boolean recovers) {

  /** A recovery of a crashed target. */
  static Choice of(RecoveryOffer offer, boolean destructive) {
    String id = offer.recovery().id();
    return of(id, offer.availability(), detail(id, ""), destructive, true);
  }

  /**
   * A stop action.
   *
   * @param passedThrough whether a VM that it would stop has a passed-through PCI device
   */
  static Choice of(
      Offer offer, Duration shutdownTimeout, LaunchDialogModel.Usual usual, boolean passedThrough) {
    String id = offer.action().id();
    String risk =
        passedThrough && offer.destructive()
            ? " " + Messages.text(Message.of(PageText.RESET_RISK))
            : "";
    String detail =
        detail(id, Durations.spoken(shutdownTimeout))
            + risk
            + LaunchDialogModel.takes(usual.apply(Optional.of(offer.action())));
    return of(id, offer.availability(), detail, offer.destructive(), false);
  }

  private static Choice of(
      String id, Availability availability, String detail, boolean destructive, boolean recovers) {
    Optional<String> no = availability.reason().map(Messages::text).map(PlainText::line);
    String title = Messages.text(Message.of(PageText.ACTION_TITLE, id));
    return new Choice(id, title, no.orElse(detail), destructive, no.isEmpty(), recovers);
  }

  private static String detail(String id, String limit) {
    return Messages.text(Message.of(PageText.ACTION_DETAIL, id, limit));
  }
}
