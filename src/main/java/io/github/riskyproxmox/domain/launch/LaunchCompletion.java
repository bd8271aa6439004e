package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a launch ends. */
final class LaunchCompletion {
  private LaunchCompletion() {}

  /** The operation failed, and with it the launch; the agent knows nothing about its VM. */
  static LaunchState failed(LaunchState state, int index, Message cause, Instant at) {
    return failed(state, index, Optional.empty(), cause, at);
  }

  /** The same with the last reading of its VM. */
  static LaunchState failed(
      LaunchState state, int index, Optional<VmStatus> read, Message cause, Instant at) {
    OperationProgress failed =
        state.operations().get(index).settled(Stage.FAILED, at).withDetail(cause);
    return over(
        state.with(index, failed),
        LaunchPhase.FAILED,
        at,
        failure(state, failed.operation(), read, cause));
  }

  /** Its task should have ended long ago, and has not. */
  static LaunchState endless(LaunchState state, int index, Instant at) {
    VmOperation operation = state.operations().get(index).operation();
    Duration waited = operation.allowed().plus(RetryPolicy.GRACE);
    if (operation.stops()) {
      return failed(state, index, Message.of(MessageKey.STOP_ENDLESS, waited), at);
    }
    Message message = Message.of(MessageKey.START_ENDLESS, operation.name(), waited);
    OperationProgress failed =
        state.operations().get(index).settled(Stage.FAILED, at).withDetail(message);
    return over(state.with(index, failed), LaunchPhase.FAILED, at, message);
  }

  /** Proxmox has given no usable answer about that operation for too long. */
  static LaunchState outage(
      LaunchState state, OperationProgress progress, String words, Instant at) {
    Message message =
        Message.of(
            MessageKey.OUTAGE,
            outageOf(state),
            progress.operation().name(),
            RetryPolicy.OUTAGE,
            Message.ofWords(words),
            state.subject());
    return over(state, LaunchPhase.FAILED, at, message);
  }

  private static String outageOf(LaunchState state) {
    return switch (state.goal()) {
      case LAUNCH, RESTART -> isStartInFlight(state) ? "sent" : "unsent";
      case STOP, HOST_SHUTDOWN -> state.goal().id();
    };
  }

  private static boolean isStartInFlight(LaunchState state) {
    return state.start().filter(start -> start.stage().inFlight()).isPresent();
  }

  /**
   * The agent was away, and to continue would be a guess. So would be to say that what it was about
   * to send has not arrived.
   */
  static LaunchState interrupted(LaunchState state, Instant at, Message cause) {
    LaunchState open =
        state.mapping(
            progress ->
                progress.stage() == Stage.SENDING ? progress.at(Stage.VERIFYING, at) : progress);
    List<Message> sentences = new ArrayList<>();
    sentences.add(Message.of(MessageKey.INTERRUPTED, state.goal().id(), state.subject(), cause));
    if (isStartInFlight(open)) {
      sentences.add(Message.of(MessageKey.START_UNKNOWN, state.subject()));
    }
    return over(open, LaunchPhase.INTERRUPTED, at, Message.sentences(sentences));
  }

  static LaunchState notRun(LaunchState state, Instant at) {
    Message message = Message.of(MessageKey.NOT_RUN, state.goal().id(), state.subject());
    return over(state, LaunchPhase.FAILED, at, message);
  }

  static LaunchState defect(LaunchState state, LaunchEvent.Defect defect) {
    Message message =
        Message.of(MessageKey.DEFECT, state.goal().id(), PveWords.brief(defect.name()));
    return over(state, LaunchPhase.FAILED, defect.at(), message);
  }

  /** The message of a launch that is cancelled in that state. */
  static Message cancelled(LaunchState state) {
    return state.start().filter(OperationProgress::mayComeUp).isPresent()
        ? Message.of(MessageKey.CANCELLED_OVERDUE, state.subject())
        : Message.of(MessageKey.CANCELLED, state.goal().id(), state.subject());
  }

  /** The message of a launch that has only stopped VMs. */
  static Message stopped(LaunchState state) {
    return Message.sentences(state.stops().stream().map(ReportBuilder::stopped).toList());
  }

  /**
   * The launch is over. What was sent continues at Proxmox, what was not is never sent. A request
   * that is only about to be sent has not arrived: one that may have arrived is checked before it
   * is sent again.
   */
  static LaunchState over(LaunchState state, LaunchPhase phase, Instant at, Message message) {
    return state
        .mapping(
            progress -> {
              if (progress.stage().settled()) {
                return progress;
              }
              // Earlier starts have all failed; earlier stops may have been overtaken.
              boolean before = progress.operation().stops() && !progress.pastTasks().isEmpty();
              boolean sent = progress.stage().inFlight() || before;
              return before(progress).settled(sent ? Stage.LEFT : Stage.SKIPPED, at);
            })
        .ended(new LaunchEnd(phase, at, message));
  }

  /** The resume before a shutdown that is only about to be sent is all that was done. */
  private static OperationProgress before(OperationProgress progress) {
    boolean resumed =
        progress.stage() == Stage.SENDING
            && progress.operation().stop().filter(VmOperation.Stop::resumesFirst).isPresent()
            && !progress.wasAccepted();
    return resumed ? progress.withVerb(VmOperation.Verb.RESUME) : progress;
  }

  /** Why the launch failed with that operation, and what to do about it. */
  private static Message failure(
      LaunchState state, VmOperation operation, Optional<VmStatus> read, Message cause) {
    List<Message> sentences = new ArrayList<>();
    sentences.add(
        operation.stops()
            ? Message.of(
                MessageKey.STOP_FAILED,
                state.goal().id(),
                problem(operation, read),
                cause,
                state.subject())
            : Message.of(MessageKey.START_FAILED, state.subject(), cause));
    advice(operation, cause).ifPresent(sentences::add);
    return Message.sentences(sentences);
  }

  private static Message problem(VmOperation operation, Optional<VmStatus> read) {
    String name = operation.name();
    PowerState power = read.map(VmStatus::power).orElse(PowerState.UNKNOWN);
    return switch (power) {
      case RUNNING -> Message.of(MessageKey.KEPT_RUNNING, name);
      case PAUSED, ASLEEP, CRASHED, POWERED_OFF ->
          Message.of(MessageKey.DID_NOT_STOP, name, read.orElseThrow().powerMessage());
      case HIBERNATED, STOPPED, UNKNOWN -> Message.of(MessageKey.COULD_NOT_STOP, name);
    };
  }

  private static Optional<Message> advice(VmOperation operation, Message cause) {
    String words = cause.words();
    if (cause.is(MessageKey.STUCK)
        || words.contains("is locked (suspending)")
        || words.contains("lock suspending")) {
      return Optional.of(
          Message.of(
              MessageKey.ADVICE_UNLOCK,
              operation.vm().id().toString(),
              operation.vm().node().toString()));
    }
    return words.contains("can't lock file")
        ? Optional.of(Message.of(MessageKey.ADVICE_WAIT_FOR_LOCK))
        : Optional.empty();
  }
}
