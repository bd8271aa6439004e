package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.TaskSeen;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a launch under way is waiting for. */
final class CurrentWait {
  private CurrentWait() {}

  /** An operation's detail while its task runs: from its log and its VM's status. */
  static Optional<Message> detail(OperationProgress progress, TaskSeen seen) {
    boolean waitedForLock = RetryPolicy.waitsForLock(progress.words());
    if (seen.logged().isEmpty()) {
      return waitedForLock ? progress.detail() : detail(progress, seen.status(), seen.at());
    }
    String line = seen.logged().get().strip();
    if (RetryPolicy.waitsForLock(line)) {
      return Optional.of(Message.ofWords(line));
    }
    OperationProgress unlocked = waitedForLock ? progress.withDetail(Optional.empty()) : progress;
    return detail(unlocked, seen.status(), seen.at());
  }

  /**
   * The same from the VM's status alone, which only says something about a shutdown. A container
   * has neither firmware nor QEMU.
   */
  static Optional<Message> detail(
      OperationProgress progress, Optional<VmStatus> status, Instant at) {
    VmOperation operation = progress.operation();
    boolean tells = operation.stopsBy(StopAction.SHUTDOWN) && !operation.vm().isContainer();
    if (!tells || status.isEmpty()) {
      return progress.detail();
    }
    if (status.get().poweredOff()) {
      return Optional.of(Message.of(MessageKey.POWERED_OFF));
    }
    Instant started = at.minus(status.get().uptime());
    boolean early =
        progress
            .sentAt()
            .filter(sent -> sent.isBefore(started.plus(RetryPolicy.FIRMWARE)))
            .isPresent();
    if (early) {
      return Optional.of(Message.of(MessageKey.UNHEARD));
    }
    return progress.hasRemark() ? Optional.empty() : progress.detail();
  }

  /** The detail of a step of that operation. */
  static Optional<Message> stepDetail(OperationProgress progress) {
    if (progress.noAnswer().isPresent()) {
      return progress.noAnswer().map(NoAnswer::words).map(Message::ofWords);
    }
    return progress.meetsLock()
        ? progress
            .detail()
            .map(cause -> Message.of(MessageKey.RETRYING_LOCK, RetryPolicy.LOCK, cause))
        : progress.detail();
  }

  /** The message of a launch that is not over. */
  static Message message(LaunchState state) {
    List<OperationProgress> open =
        state.operations().stream()
            .filter(progress -> progress.stage() != Stage.TODO && !progress.stage().settled())
            .toList();
    if (open.stream().anyMatch(progress -> progress.noAnswer().isPresent())) {
      return noAnswer(open, state);
    }
    if (state.resuming()) {
      return Message.of(MessageKey.RESUMING, state.subject());
    }
    if (open.stream().anyMatch(OperationProgress::meetsLock)) {
      return locked(open.stream().filter(OperationProgress::meetsLock).toList(), state);
    }
    if (state.start().filter(OperationProgress::mayComeUp).isPresent()) {
      return Message.of(MessageKey.OVERDUE, state.subject(), RetryPolicy.OVERDUE);
    }
    List<OperationProgress> stops =
        state.stops().stream().filter(progress -> progress.stage() != Stage.DONE).toList();
    if (!stops.isEmpty()) {
      return stopping(stops, state);
    }
    return state
        .host()
        .map(host -> Message.of(MessageKey.ASKING_HOST, host.node().value()))
        .orElseGet(() -> Message.of(MessageKey.STARTING, state.subject()));
  }

  private static Message noAnswer(List<OperationProgress> open, LaunchState state) {
    List<OperationProgress> unanswered =
        open.stream().filter(progress -> progress.noAnswer().isPresent()).toList();
    return unanswered.size() == open.size()
        ? Message.of(MessageKey.NO_ANSWER, state.goal().id(), state.subject())
        : Message.of(
            MessageKey.NO_ANSWER_ABOUT, state.goal().id(), names(unanswered), state.subject());
  }

  private static Message locked(List<OperationProgress> locked, LaunchState state) {
    return locked.get(0).operation().stops()
        ? Message.of(
            MessageKey.STOP_MEETS_LOCK,
            state.goal().id(),
            names(locked),
            RetryPolicy.LOCK,
            state.subject())
        : Message.of(MessageKey.START_MEETS_LOCK, state.subject(), RetryPolicy.LOCK);
  }

  private static Message stopping(List<OperationProgress> stops, LaunchState state) {
    List<Message> sentences = new ArrayList<>();
    sentences.add(Message.of(MessageKey.WAITING, state.goal().id(), names(stops), state.subject()));
    stops.forEach(progress -> remark(progress).ifPresent(sentences::add));
    return Message.sentences(sentences);
  }

  private static Optional<Message> remark(OperationProgress progress) {
    String name = progress.operation().name();
    if (progress.has(MessageKey.UNHEARD)) {
      return Optional.of(Message.of(MessageKey.UNHEARD_BY, name));
    }
    return progress.has(MessageKey.POWERED_OFF)
        ? Optional.of(Message.of(MessageKey.POWERED_OFF_BY, name))
        : Optional.empty();
  }

  private static List<String> names(List<OperationProgress> operations) {
    return operations.stream().map(progress -> progress.operation().name()).toList();
  }
}
