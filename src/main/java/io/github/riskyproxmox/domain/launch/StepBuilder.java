package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a launch, for people: each stop is sent, then waited for; then comes the start. */
final class StepBuilder {
  private StepBuilder() {}

  static List<LaunchStep> of(LaunchState state) {
    List<LaunchStep> steps = new ArrayList<>();
    for (OperationProgress operation : state.stops()) {
      steps.add(sendStep(operation));
      steps.add(waitStep(operation));
    }
    steps.add(startStep(state.start()));
    return steps;
  }

  private static LaunchStep sendStep(OperationProgress operation) {
    VmOperation order = operation.order();
    boolean accepted = operation.task().isPresent() || !operation.pastTasks().isEmpty();
    LaunchStep.State how =
        switch (operation.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case SKIPPED -> LaunchStep.State.SKIPPED;
          case FAILED -> accepted ? LaunchStep.State.DONE : LaunchStep.State.FAILED;
          case SENDING, LOOKING -> accepted ? LaunchStep.State.DONE : LaunchStep.State.NOW;
          default -> LaunchStep.State.DONE;
        };
    String detail =
        switch (how) {
          case FAILED, NOW -> CurrentWait.detail(operation);
          default -> order.easyKill() ? "without a question: it is tagged easy-kill" : "";
        };
    return new LaunchStep(
        LaunchStep.Kind.STOP,
        order.vm().id(),
        begun(how) ? order.title() : "Stop " + order.name(),
        detail,
        how,
        operation.startedAt(),
        how == LaunchStep.State.NOW ? Optional.empty() : operation.sentAt(),
        operation.task(),
        Optional.empty());
  }

  /** What is still to be done, or being done, is not told of as done. */
  private static boolean begun(LaunchStep.State how) {
    return switch (how) {
      case TODO, SKIPPED, NOW -> false;
      case DONE, FAILED -> true;
    };
  }

  private static LaunchStep waitStep(OperationProgress operation) {
    LaunchStep.State how =
        switch (operation.stage()) {
          case TODO, SENDING, LOOKING, SURVEYING ->
              operation.task().isPresent() ? LaunchStep.State.NOW : LaunchStep.State.TODO;
          case ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE -> LaunchStep.State.NOW;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
        };
    String name = operation.order().name();
    String title =
        switch (how) {
          case DONE -> name + gone(operation);
          case FAILED -> name + " has not stopped";
          default -> "Waiting until " + name + gone(operation);
        };
    String detail =
        switch (operation.stage()) {
          case LEFT -> "no longer watched";
          case CONFIRMING ->
              operation.noAnswer().isEmpty() && !LaunchMessages.isNote(operation.words())
                  ? "its task has ended; checking its status"
                  : CurrentWait.detail(operation);
          default -> plain(CurrentWait.detail(operation));
        };
    return new LaunchStep(
        LaunchStep.Kind.WAIT,
        operation.order().vm().id(),
        title,
        detail,
        how,
        operation.sentAt(),
        operation.endedAt(),
        operation.task(),
        operation.reached());
  }

  /** What PVE says of a task that went well, in words. */
  private static String plain(String words) {
    return words.startsWith("WARNINGS") ? "with a warning: see its task in Proxmox" : words;
  }

  private static String gone(OperationProgress operation) {
    boolean saved =
        operation
            .reached()
            .map(PowerState.HIBERNATED::equals)
            .orElseGet(() -> operation.order().hibernates());
    return saved ? " is hibernated" : " has stopped";
  }

  private static String done(VmOperation start) {
    if (start.title().startsWith("Reset")) {
      return start.title();
    }
    return (start.title().startsWith("Resume") ? "Resumed " : "Started ") + start.name();
  }

  private static String leftOff(OperationProgress start) {
    if (start.stage() == Stage.LEFT) {
      boolean coming = RetryPolicy.mayComeUp(start.words());
      return coming ? "no longer watched; it may still come up" : "no longer watched";
    }
    return start.pastTasks().isEmpty() && start.task().isEmpty()
        ? "not attempted"
        : "not tried again";
  }

  private static LaunchStep startStep(OperationProgress operation) {
    LaunchStep.State how =
        switch (operation.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
          default -> LaunchStep.State.NOW;
        };
    return new LaunchStep(
        LaunchStep.Kind.START,
        operation.order().vm().id(),
        how == LaunchStep.State.DONE ? done(operation.order()) : operation.order().title(),
        how == LaunchStep.State.SKIPPED ? leftOff(operation) : plain(CurrentWait.detail(operation)),
        how,
        operation.startedAt(),
        operation.endedAt(),
        operation.task(),
        operation.reached());
  }
}
