package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.message.Messages;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One step of a launch as sent. */
@Schema(name = "LaunchStep")
@JsonbPropertyOrder({
  "kind",
  "vmid",
  "title",
  "detail",
  "details",
  "state",
  "startedAt",
  "endedAt",
  "task",
  "because"
})
public record StepJson(
    @Schema(enumeration = {"resume", "stop", "wait", "start"}) String kind,
    @Schema(description = "The VM that is stopped, waited for or started.") int vmid,
    @Schema(description = "A short sentence.") String title,
    @Schema(description = "What is waited for, or Proxmox's words, at most 200 characters of them.")
        String detail,
    @Schema(
            description =
                "Proxmox's words in full, up to 10,000 characters; null unless `detail` leaves out"
                    + " some of them.")
        Optional<String> details,
    @Schema(enumeration = {"todo", "now", "done", "failed", "skipped"}) String state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    @Schema(description = "Proxmox's task id (UPID).") Optional<String> task,
    @Schema(description = "Where a guest is stopped: why it cannot run beside the target.")
        List<String> because) {

  /** One step. */
  static StepJson from(LaunchStep step) {
    String detail = step.detail().map(Messages::text).orElse("");
    String brief = PveWords.brief(detail);
    String words = step.detail().map(Message::words).orElse("");
    String whole = detail.contains(words) ? detail : words;
    return new StepJson(
        step.kind().name().toLowerCase(Locale.ROOT),
        step.vm().value(),
        Messages.text(step.title()),
        brief,
        Optional.of(whole).filter(text -> !brief.contains(text)),
        step.state().name().toLowerCase(Locale.ROOT),
        step.startedAt(),
        step.endedAt(),
        step.task().map(Upid::text),
        Messages.texts(step.because()));
  }
}
