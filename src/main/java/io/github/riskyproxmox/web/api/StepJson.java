package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of a launch as sent.
 *
 * @param kind stop, wait or start
 * @param vmid of which VM
 * @param title a short sentence
 * @param detail what is waited for, or PVE's words, at most 200 characters of them
 * @param details PVE's words in full, where they are longer than that; empty otherwise
 * @param state todo, now, done, failed or skipped
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param task PVE's task id
 */
@JsonbPropertyOrder({
  "kind",
  "vmid",
  "title",
  "detail",
  "details",
  "state",
  "startedAt",
  "endedAt",
  "task"
})
public record StepJson(
    String kind,
    int vmid,
    String title,
    String detail,
    Optional<String> details,
    String state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> task) {

  /** One step. */
  static StepJson from(LaunchStep step) {
    String detail = step.detail().map(Messages::text).orElse("");
    String brief = PveWords.brief(detail);
    return new StepJson(
        step.kind().name().toLowerCase(Locale.ROOT),
        step.vm().value(),
        Messages.text(step.title()),
        brief,
        Optional.of(detail).filter(whole -> !whole.equals(brief)),
        step.state().name().toLowerCase(Locale.ROOT),
        step.startedAt(),
        step.endedAt(),
        step.task().map(Upid::text));
  }
}
