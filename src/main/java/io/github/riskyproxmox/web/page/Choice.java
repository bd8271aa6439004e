package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPreview.Offer;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.stop.Availability;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A stop action, or a way to bring a crashed target back, as the dialog offers it.
 *
 * @param action its id
 * @param title its name
 * @param detail what it does, or why it cannot be used
 * @param destructive whether unsaved work is lost
 * @param available whether it can be used
 * @param recovers whether it is about the target, not about what is in its way
 */
public record Choice(
    String action,
    String title,
    String detail,
    boolean destructive,
    boolean available,
    boolean recovers) {

  /** A way to bring back a target that has crashed. */
  static Choice of(RecoveryOffer offer, boolean destructive) {
    String id = offer.recovery().id();
    Optional<String> no =
        offer.availability() instanceof Availability.Unavailable why
            ? Optional.of(PlainText.line(why.reason()))
            : Optional.empty();
    return new Choice(
        id,
        PageMessages.find("title." + id).orElse(id),
        no.orElse(PageMessages.find("detail." + id).orElse("")),
        destructive,
        no.isEmpty(),
        true);
  }

  static Choice of(Offer offer, Duration shutdownTimeout, LaunchDialogModel.Usual usual) {
    String id = offer.action().id();
    String title = PageMessages.find("title." + id).orElse(id);
    String what =
        PageMessages.find("detail." + id)
            .map(
                words ->
                    new MessageFormat(words, Locale.ROOT)
                        .format(new Object[] {Durations.spoken(shutdownTimeout)}))
            .orElse("");
    if (offer.availability() instanceof Availability.Unavailable no) {
      return new Choice(id, title, PlainText.line(no.reason()), offer.destructive(), false, false);
    }
    return new Choice(
        id,
        title,
        what + LaunchDialogModel.takes(usual.apply(Optional.of(offer.action()))),
        offer.destructive(),
        true,
        false);
  }
}
