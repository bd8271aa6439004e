package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A step of a launch, for the launch panel.
 *
 * @param title a short sentence
 * @param detail what is being waited for, or what went wrong; may be empty
 * @param details PVE's own words; empty if there are none, or if {@code detail} has them
 * @param state todo, now, done, failed or skipped
 * @param word the state, for readers who do not see its sign
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
    String state = step.state().name().toLowerCase(Locale.ROOT);
    boolean underWay = step.state() == LaunchStep.State.NOW;
    String time =
        step.startedAt()
            .filter(begin -> step.state() != LaunchStep.State.TODO)
            .map(begin -> Durations.clock(Duration.between(begin, step.endedAt().orElse(now))))
            .orElse("");
    String detail = step.detail().map(Messages::panelText).orElse("");
    String brief = PveWords.brief(detail);
    String words = step.detail().map(Message::words).orElse("");
    String whole = words.isEmpty() ? detail : words;
    return new StepModel(
        PlainText.line(Messages.text(step.title())),
        brief.isBlank() ? "" : PlainText.line(brief),
        brief.contains(whole) ? "" : PlainText.line(whole),
        state,
        PageText.STEP_STATE.text(state),
        time,
        underWay ? step.startedAt().orElse(launchedAt).toEpochMilli() : 0);
  }

  /** The same without the detail, which is shown elsewhere. */
  StepModel withoutDetail() {
    return new StepModel(title, "", details, state, word, time, since);
  }

  /** The icon of its state. */
  public String icon() {
    return switch (state) {
      case "done" -> "check";
      case "now" -> "busy";
      case "failed" -> "cross";
      case "skipped" -> "minus";
      default -> "todo";
    };
  }
}
