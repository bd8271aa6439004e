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
      if (stop.operation().stop().filter(VmOperation.Stop::resumesFirst).isPresent()) {
        steps.add(resumeStep(stop));
      }
      steps.add(sendStep(stop));
      steps.add(waitStep(stop));
    }
    state.start().ifPresent(start -> steps.add(startStep(start)));
    return steps;
  }

  /** A guest that does not run is resumed, so that it hears its shutdown. */
  private static LaunchStep resumeStep(OperationProgress progress) {
    boolean resuming = progress.operation().isResumingFirst();
    LaunchStep.State state =
        !resuming
            ? LaunchStep.State.DONE
            : switch (progress.stage()) {
              case TODO -> LaunchStep.State.TODO;
              case SKIPPED -> LaunchStep.State.SKIPPED;
              case FAILED -> LaunchStep.State.FAILED;
              case DONE, LEFT -> LaunchStep.State.DONE;
              case SURVEYING,
                  SENDING,
                  VERIFYING,
                  ABORTING,
                  AWAITING,
                  CONFIRMING,
                  CHECKING,
                  OVERDUE ->
                  LaunchStep.State.NOW;
            };
    boolean done = state == LaunchStep.State.DONE;
    return new LaunchStep(
        LaunchStep.Kind.RESUME,
        progress.operation().vm().id(),
        Message.of(MessageKey.RESUME_FIRST, done ? "done" : "todo", progress.operation().name()),
        resuming ? CurrentWait.stepDetail(progress) : Optional.empty(),
        state,
        progress.startedAt(),
        resuming ? progress.endedAt() : progress.sentAt(),
        resuming ? progress.task() : progress.pastTasks().stream().findFirst(),
        resuming ? Optional.empty() : Optional.of(PowerState.RUNNING),
        List.of());
  }

  private static LaunchStep sendStep(OperationProgress progress) {
    if (progress.operation().isResumingFirst() && progress.stage() != Stage.DONE) {
      return notBegun(progress, LaunchStep.Kind.STOP, MessageKey.STOP_STEP);
    }
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
        Optional.empty(),
        operation.stop().map(VmOperation.Stop::because).orElse(List.of()));
  }

  /** A step of a stop whose VM is not resumed yet, or was not. */
  private static LaunchStep notBegun(
      OperationProgress progress, LaunchStep.Kind kind, MessageKey title) {
    boolean over = progress.stage().settled();
    return new LaunchStep(
        kind,
        progress.operation().vm().id(),
        Message.of(title, progress.operation().name()),
        Optional.empty(),
        over ? LaunchStep.State.SKIPPED : LaunchStep.State.TODO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        kind == LaunchStep.Kind.STOP
            ? progress.operation().stop().map(VmOperation.Stop::because).orElse(List.of())
            : List.of());
  }

  private static Message sendTitle(VmOperation operation, LaunchStep.State state) {
    return switch (state) {
      case TODO, SKIPPED, NOW -> Message.of(MessageKey.STOP_STEP, operation.name());
      case DONE, FAILED ->
          Message.of(
              MessageKey.STOP_ASKED, operation.stop().orElseThrow().strategy(), operation.name());
    };
  }

  private static LaunchStep waitStep(OperationProgress progress) {
    if (progress.operation().isResumingFirst() && progress.stage() != Stage.DONE) {
      return notBegun(progress, LaunchStep.Kind.WAIT, MessageKey.WAIT_STEP);
    }
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
        progress.reached(),
        List.of());
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
            && !progress.operation().hasNoTask()
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
        progress.reached(),
        List.of());
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
