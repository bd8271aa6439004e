package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a launch, for people: each stop is sent, then waited for; then comes the start. */
final class Steps {
  private Steps() {}

  static List<LaunchStep> of(LaunchState state) {
    List<LaunchStep> steps = new ArrayList<>();
    for (Errand errand : state.stops()) {
      steps.add(sendStep(errand));
      steps.add(waitStep(errand));
    }
    steps.add(startStep(state.start()));
    return steps;
  }

  private static LaunchStep sendStep(Errand errand) {
    Order order = errand.order();
    boolean accepted = errand.task().isPresent() || !errand.pastTasks().isEmpty();
    LaunchStep.State how =
        switch (errand.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case SKIPPED -> LaunchStep.State.SKIPPED;
          case FAILED -> accepted ? LaunchStep.State.DONE : LaunchStep.State.FAILED;
          case SENDING, LOOKING -> accepted ? LaunchStep.State.DONE : LaunchStep.State.NOW;
          default -> LaunchStep.State.DONE;
        };
    String detail =
        switch (how) {
          case FAILED, NOW -> Waiting.detail(errand);
          default -> order.easyKill() ? "without a question: it is tagged easy-kill" : "";
        };
    return new LaunchStep(
        LaunchStep.Kind.STOP,
        order.vm().id(),
        begun(how) ? order.title() : "Stop " + order.name(),
        detail,
        how,
        errand.startedAt(),
        how == LaunchStep.State.NOW ? Optional.empty() : errand.sentAt(),
        errand.task(),
        Optional.empty());
  }

  /** What is still to be done, or being done, is not told of as done. */
  private static boolean begun(LaunchStep.State how) {
    return switch (how) {
      case TODO, SKIPPED, NOW -> false;
      case DONE, FAILED -> true;
    };
  }

  private static LaunchStep waitStep(Errand errand) {
    LaunchStep.State how =
        switch (errand.stage()) {
          case TODO, SENDING, LOOKING, SURVEYING ->
              errand.task().isPresent() ? LaunchStep.State.NOW : LaunchStep.State.TODO;
          case ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE -> LaunchStep.State.NOW;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
        };
    String name = errand.order().name();
    String title =
        switch (how) {
          case DONE -> name + gone(errand);
          case FAILED -> name + " has not stopped";
          default -> "Waiting until " + name + gone(errand);
        };
    String detail =
        switch (errand.stage()) {
          case LEFT -> "no longer watched";
          case CONFIRMING ->
              errand.silence().isEmpty() && !Words.isNote(errand.words())
                  ? "its task has ended; checking its status"
                  : Waiting.detail(errand);
          default -> plain(Waiting.detail(errand));
        };
    return new LaunchStep(
        LaunchStep.Kind.WAIT,
        errand.order().vm().id(),
        title,
        detail,
        how,
        errand.sentAt(),
        errand.endedAt(),
        errand.task(),
        errand.reached());
  }

  /** What PVE says of a task that went well, in words. */
  private static String plain(String words) {
    return words.startsWith("WARNINGS") ? "with a warning: see its task in Proxmox" : words;
  }

  private static String gone(Errand errand) {
    boolean saved =
        errand
            .reached()
            .map(PowerState.HIBERNATED::equals)
            .orElseGet(() -> errand.order().hibernates());
    return saved ? " is hibernated" : " has stopped";
  }

  private static String done(Order start) {
    if (start.title().startsWith("Reset")) {
      return start.title();
    }
    return (start.title().startsWith("Resume") ? "Resumed " : "Started ") + start.name();
  }

  private static String leftOff(Errand start) {
    if (start.stage() == Stage.LEFT) {
      boolean coming = Patience.mayComeUp(start.words());
      return coming ? "no longer watched; it may still come up" : "no longer watched";
    }
    return start.pastTasks().isEmpty() && start.task().isEmpty()
        ? "not attempted"
        : "not tried again";
  }

  private static LaunchStep startStep(Errand errand) {
    LaunchStep.State how =
        switch (errand.stage()) {
          case TODO -> LaunchStep.State.TODO;
          case DONE -> LaunchStep.State.DONE;
          case FAILED -> LaunchStep.State.FAILED;
          case LEFT, SKIPPED -> LaunchStep.State.SKIPPED;
          default -> LaunchStep.State.NOW;
        };
    return new LaunchStep(
        LaunchStep.Kind.START,
        errand.order().vm().id(),
        how == LaunchStep.State.DONE ? done(errand.order()) : errand.order().title(),
        how == LaunchStep.State.SKIPPED ? leftOff(errand) : plain(Waiting.detail(errand)),
        how,
        errand.startedAt(),
        errand.endedAt(),
        errand.task(),
        errand.reached());
  }
}
