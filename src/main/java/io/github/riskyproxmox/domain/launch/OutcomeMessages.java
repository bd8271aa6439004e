package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.Optional;
import java.util.regex.Pattern;

/** How an operation ended, where that needs a message: not as requested, or not at all. */
final class OutcomeMessages {
  // PVE::QemuServer::vm_stop and PVE::LXC::vm_stop, when a guest has not powered off in time.
  private static final Pattern POWERDOWN_TIMEOUT =
      Pattern.compile("powerdown failed.*got timeout|^container did not stop");

  private OutcomeMessages() {}

  /** Why a guest did not save itself, where it may not have been asked. */
  static Message perhapsAsked(OperationProgress progress, Message cause) {
    return progress.has(MessageKey.NOT_ASKED_AGAIN)
        ? Message.of(MessageKey.PERHAPS_NOT_ASKED, cause)
        : cause;
  }

  /** How an operation was completed, where it was not as requested. */
  static Optional<Message> deviation(OperationProgress progress, Optional<VmStatus> status) {
    if (!progress.operation().stops()) {
      return progress.stage() == Stage.CONFIRMING ? progress.detail() : Optional.empty();
    }
    if (status.isEmpty()) {
      return Optional.of(Message.of(MessageKey.ELSEWHERE));
    }
    if (progress.operation().hasNoTask() && progress.stage() != Stage.CHECKING) {
      return Optional.of(Message.of(MessageKey.SAVED_BY_GUEST));
    }
    return progress.operation().hibernates() && status.get().power() != PowerState.HIBERNATED
        ? Optional.of(Message.of(MessageKey.NOT_SAVED))
        : Optional.empty();
  }

  /** PVE's own words for a failed task with what its log adds, and the remark on its guest. */
  static Message failure(
      OperationProgress progress, TaskOutcome.Failed failed, Optional<String> logged) {
    String words =
        logged
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !failed.words().contains(line))
            .map(line -> "%s (%s)".formatted(failed.words(), line))
            .orElse(failed.words());
    return progress.hasRemark()
        ? Message.of(MessageKey.REMARKED, Message.ofWords(words), cause(progress))
        : Message.ofWords(words);
  }

  /** Why a stop or start ended that was waited for too long. */
  static Message tooLate(VmOperation operation) {
    MessageKey key =
        operation.stopsBy(StopAction.SHUTDOWN)
            ? MessageKey.NOT_SHUT_DOWN_WITHIN
            : operation.stops() ? MessageKey.NOT_GONE_WITHIN : MessageKey.NOT_RUNNING_WITHIN;
    return Message.of(key, operation.allowed());
  }

  /** Why it failed although its task ended well. */
  static Message contradicted(OperationProgress progress, Optional<VmStatus> status) {
    boolean well =
        progress.detail().isEmpty() || progress.hasRemark() || progress.has(MessageKey.WARNINGS);
    Message cause = well ? Message.of(MessageKey.TASK_ENDED_WELL) : cause(progress);
    Message now = status.map(VmStatus::powerMessage).orElseGet(() -> Message.of(MessageKey.GONE));
    boolean startedAgain = progress.operation().stops() && well && !isStuck(status);
    MessageKey key = startedAgain ? MessageKey.CONTRADICTED_AGAIN : MessageKey.CONTRADICTED;
    return stuck(Message.of(key, cause, now), status);
  }

  /** Why it was refused or its task failed. */
  static Message reason(OperationProgress progress, Optional<VmStatus> status) {
    Message cause = cause(progress);
    boolean timeout = POWERDOWN_TIMEOUT.matcher(progress.words()).find();
    return timeout && !isStuck(status)
        ? Message.of(MessageKey.TOO_LATE, tooLate(progress.operation()), cause)
        : stuck(cause, status);
  }

  private static Message stuck(Message cause, Optional<VmStatus> status) {
    return isStuck(status) ? Message.of(MessageKey.STUCK, cause) : cause;
  }

  /** A hibernation that failed leaves its lock, however its task ended. */
  private static boolean isStuck(Optional<VmStatus> status) {
    return status.filter(VmStatus::isSuspending).isPresent();
  }

  /** Proxmox's last words about it; an empty message if there are none. */
  static Message cause(OperationProgress progress) {
    return progress.detail().orElseGet(() -> Message.ofWords(""));
  }
}
