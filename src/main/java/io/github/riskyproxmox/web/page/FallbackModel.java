package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.FallbackPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That the fallback VM starts by itself.
 *
 * @param title which VM, up to the time that is left
 * @param left the time that is left
 * @param detail why, and what prevents it
 * @param at when, in milliseconds since 1970; 0 if it does not start
 */
public record FallbackModel(String title, String left, String detail, long at) {
  static FallbackModel of(Optional<FallbackPlan> plan, Instant now) {
    return plan.map(
            known ->
                new FallbackModel(
                    PageText.FALLBACK.text(PlainText.line(known.name())),
                    Durations.brief(Duration.between(now, known.at())),
                    PageText.FALLBACK_DETAIL.text(),
                    known.at().toEpochMilli()))
        .orElseGet(() -> new FallbackModel("", "", "", 0));
  }
}
