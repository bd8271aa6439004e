package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.PveWords;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A step as drawn.
 *
 * @param title a short sentence
 * @param detail what is being waited for, or PVE's words, in brief; may be empty
 * @param details PVE's words in full, where they are longer than that; empty otherwise
 * @param state todo, now, done, failed or skipped
 * @param word the state for those who do not see the sign
 * @param time how long it took or has taken; empty if it has not begun
 * @param since when it began in milliseconds since 1970, while it is under way; else 0
 */
public record StepModel(
    String title,
    String detail,
    String details,
    String state,
    String word,
    String time,
    long since) {

  static StepModel of(LaunchStep step, Instant launchedAt, Instant now) {
    boolean underWay = step.state() == LaunchStep.State.NOW;
    String time =
        step.startedAt()
            .filter(begin -> step.state() != LaunchStep.State.TODO)
            .map(begin -> Durations.clock(Duration.between(begin, step.endedAt().orElse(now))))
            .orElse("");
    String brief = PveWords.brief(step.detail());
    return new StepModel(
        PlainText.line(step.title()),
        brief.isBlank() ? "" : PlainText.line(brief),
        brief.equals(step.detail()) ? "" : PlainText.line(step.detail()),
        step.state().name().toLowerCase(Locale.ROOT),
        word(step.state()),
        time,
        underWay ? step.startedAt().orElse(launchedAt).toEpochMilli() : 0);
  }

  /** The same, where its detail stands elsewhere. */
  StepModel withoutDetail() {
    return new StepModel(title, "", details, state, word, time, since);
  }

  private static String word(LaunchStep.State state) {
    return switch (state) {
      case TODO -> "to do";
      case NOW -> "under way";
      case DONE -> "done";
      case FAILED -> "failed";
      // "Not attempted" is what a detail may say; one that was left alone had been attempted.
      case SKIPPED -> "skipped";
    };
  }
}
