package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The steps of a launch, for people: each stop is sent, then waited for; then comes the start. */
final class StepBuilder {
  private StepBuilder() {}

  static List<LaunchStep> of(LaunchState state) {
    List<LaunchStep> steps = new ArrayList<>();
    for (OperationProgress stop : state.stops()) {
      steps.add(sendStep(stop));
      steps.add(waitStep(stop));
    }
    steps.add(startStep(state.start()));
    return steps;
  }

  private static LaunchStep sendStep(OperationProgress progress) {
    VmOperation operation = progress.operation();
    LaunchStep.State state =
        switch (progress.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case SKIPPED -> LaunchStep.State.SKIPPED;
          case FAILED -> progress.wasAccepted() ? LaunchStep.State.DONE : LaunchStep.State.FAILED;
          case SENDING, VERIFYING ->
              progress.wasAccepted() ? LaunchStep.State.DONE : LaunchStep.State.NOW;
          case SURVEYING, ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE, DONE, LEFT ->
              LaunchStep.State.DONE;
        };
    Optional<Message> detail =
        switch (state) {
          case FAILED, NOW -> CurrentWait.stepDetail(progress);
          case TODO, DONE, SKIPPED ->
              operation.easyKill()
                  ? Optional.of(Message.of(MessageKey.EASY_KILL))
                  : Optional.empty();
        };
    return new LaunchStep(
        LaunchStep.Kind.STOP,
        operation.vm().id(),
        sendTitle(operation, state),
        detail,
        state,
        progress.startedAt(),
        state == LaunchStep.State.NOW ? Optional.empty() : progress.sentAt(),
        progress.task(),
        Optional.empty());
  }

  private static Message sendTitle(VmOperation operation, LaunchStep.State state) {
    return switch (state) {
      case TODO, SKIPPED, NOW -> Message.of(MessageKey.STOP_STEP, operation.name());
      case DONE, FAILED ->
          Message.of(
              MessageKey.STOP_ASKED, operation.action().orElseThrow().id(), operation.name());
    };
  }

  private static LaunchStep waitStep(OperationProgress progress) {
    LaunchStep.State state =
        switch (progress.stage()) {
          case TODO, SENDING, VERIFYING, SURVEYING ->
              progress.task().isPresent() ? LaunchStep.State.NOW : LaunchStep.State.TODO;
          case ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE -> LaunchStep.State.NOW;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
        };
    return new LaunchStep(
        LaunchStep.Kind.WAIT,
        progress.operation().vm().id(),
        Message.of(waitTitle(progress, state), progress.operation().name()),
        waitDetail(progress),
        state,
        progress.sentAt(),
        progress.endedAt(),
        progress.task(),
        progress.reached());
  }

  private static MessageKey waitTitle(OperationProgress progress, LaunchStep.State state) {
    boolean saved =
        progress
            .reached()
            .map(PowerState.HIBERNATED::equals)
            .orElseGet(() -> progress.operation().hibernates());
    return switch (state) {
      case DONE -> saved ? MessageKey.IS_HIBERNATED : MessageKey.HAS_STOPPED;
      case FAILED -> MessageKey.HAS_NOT_STOPPED;
      case TODO, NOW, SKIPPED -> saved ? MessageKey.WAIT_STEP_SAVED : MessageKey.WAIT_STEP;
    };
  }

  private static Optional<Message> waitDetail(OperationProgress progress) {
    if (progress.stage() == Stage.LEFT) {
      return Optional.of(Message.of(MessageKey.NOT_WATCHED));
    }
    return progress.stage() == Stage.CONFIRMING
            && progress.noAnswer().isEmpty()
            && !progress.hasRemark()
        ? Optional.of(Message.of(MessageKey.CHECKING_STATUS))
        : CurrentWait.stepDetail(progress);
  }

  private static LaunchStep startStep(OperationProgress progress) {
    VmOperation operation = progress.operation();
    LaunchStep.State state =
        switch (progress.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
          case SURVEYING, SENDING, VERIFYING, ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE ->
              LaunchStep.State.NOW;
        };
    MessageKey title =
        state == LaunchStep.State.DONE ? MessageKey.START_STEP_DONE : MessageKey.START_STEP;
    return new LaunchStep(
        LaunchStep.Kind.START,
        operation.vm().id(),
        Message.of(title, startKind(operation), operation.name()),
        state == LaunchStep.State.SKIPPED
            ? Optional.of(Message.of(skipped(progress)))
            : CurrentWait.stepDetail(progress),
        state,
        progress.startedAt(),
        progress.endedAt(),
        progress.task(),
        progress.reached());
  }

  /** For people: a VM that was powered off boots, though Proxmox calls that a resume. */
  private static String startKind(VmOperation operation) {
    return operation.purpose().name().toLowerCase(Locale.ROOT);
  }

  private static MessageKey skipped(OperationProgress start) {
    if (start.stage() == Stage.LEFT) {
      return RetryPolicy.mayComeUp(start.words())
          ? MessageKey.NOT_WATCHED_OVERDUE
          : MessageKey.NOT_WATCHED;
    }
    return start.wasAccepted() ? MessageKey.NOT_TRIED_AGAIN : MessageKey.NOT_ATTEMPTED;
  }
}
