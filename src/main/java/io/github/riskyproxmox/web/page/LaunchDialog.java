package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.message.Messages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Handles clicks, and decides what the dialog shows next. */
@ApplicationScoped
public class LaunchDialog {
  private final LaunchService launches;
  private final Previews previews;
  private final DialogPlans plans;

  /** Creates a dialog of that service. */
  @Inject
  public LaunchDialog(LaunchService launches, Previews previews, Settings settings) {
    this.launches = launches;
    this.previews = previews;
    this.plans = new DialogPlans(launches, settings);
  }

  /**
   * The result of a click.
   *
   * @param dialog {@code keep} the dialog as it is, {@code show} the plan, {@code close} it after
   *     success, or close it without success and show the {@code panel}
   * @param plan the plan to show
   * @param message a message for the reader; never empty if a click has no plan as result
   */
  record Answer(String dialog, LaunchDialogModel plan, String message) {
    /** The result of a request for changes only. */
    static final Answer KEEP = new Answer("keep", LaunchDialogModel.NONE, "");

    static Answer keep(String message) {
      return new Answer("keep", LaunchDialogModel.NONE, message);
    }

    static Answer close(String message) {
      return new Answer("close", LaunchDialogModel.NONE, message);
    }

    static Answer panel(String message) {
      return new Answer("panel", LaunchDialogModel.NONE, message);
    }

    static Answer show(LaunchDialogModel plan) {
      return new Answer("show", plan, "");
    }
  }

  /** Handles a click. */
  Answer answer(PageCall call, String client) {
    boolean click = !call.verb().equals("sync");
    if (call.verb().equals("cancel")) {
      return cancel(client);
    }
    boolean aboutNode = call.goal() == LaunchGoal.HOST_SHUTDOWN && call.node().isPresent();
    if (call.vm().isEmpty() && !aboutNode) {
      return click ? Answer.keep(PageText.NO_VM_NAMED.text()) : Answer.KEEP;
    }
    try {
      return switch (call.verb()) {
        case "plan" -> ask(call);
        case "act" -> act(call, client);
        default -> review(call);
      };
    } catch (PveException failure) {
      return click
          ? Answer.show(
              LaunchDialogModel.message(
                  PageText.NOT_NOW.text(), PlainText.line(failure.getMessage())))
          : Answer.KEEP;
    }
  }

  /** A card was clicked, or the button of a node. */
  private Answer ask(PageCall call) {
    return underWay(PageText.UNDER_WAY)
        .map(Answer::panel)
        .orElseGet(
            () -> Answer.show(plans.asked(call).orElseGet(() -> plans.of(call.asking(), ""))));
  }

  /** Something changed while the dialog is open: checks whether its plan is still valid. */
  private Answer review(PageCall call) {
    Optional<String> other = underWay(PageText.UNDER_WAY_CLOSED);
    if (other.isPresent()) {
      return Answer.panel(other.get());
    }
    if (plans.asked(call).filter(plan -> plan.key().equals(call.openPlan())).isPresent()) {
      return Answer.KEEP;
    }
    LaunchDialogModel now =
        call.vm()
            .map(vm -> plans.of(call, vm, previews.recent(vm)))
            .orElseGet(() -> plans.of(call, ""))
            .withRemark(PageText.MEANWHILE.text());
    return now.key().equals(call.openPlan()) ? Answer.KEEP : Answer.show(now);
  }

  private Answer act(PageCall call, String client) {
    Optional<LaunchDialogModel> question = plans.question(call);
    if (question.isPresent()) {
      return Answer.show(question.get());
    }
    LaunchReply reply = launches.request(request(call, client));
    String message = PlainText.line(Messages.text(reply.message()));
    return switch (reply) {
      case LaunchReply.NeedsAction asks ->
          Answer.show(plans.of(call.asking(), call.running().isPresent() ? message : ""));
      case LaunchReply.TargetCrashed crashed ->
          Answer.show(plans.of(Previews.Found.with(launches, crashed.preview()), Optional.empty()));
      case LaunchReply.InProgress other -> Answer.panel(message);
      // The question remains valid; only the time was wrong.
      case LaunchReply.Busy busy -> Answer.keep(message);
      case LaunchReply.Refused no ->
          Answer.show(plans.of(call.asking().withoutRecovery(), message));
      case LaunchReply.Failed no -> Answer.show(plans.of(call.asking().withoutRecovery(), message));
      case LaunchReply.Started begun -> Answer.close(message);
      case LaunchReply.Escalated begun -> Answer.close(message);
      case LaunchReply.AlreadyRunning done -> unchanged(message);
      case LaunchReply.AlreadyStopped done -> unchanged(message);
      case LaunchReply.Cancelled done -> unchanged(message);
      case LaunchReply.UnknownVm gone -> unchanged(message);
    };
  }

  private static Answer unchanged(String message) {
    return Answer.show(LaunchDialogModel.message(PageText.NOTHING_CHANGED.text(), message));
  }

  private static LaunchRequest request(PageCall call, String client) {
    return switch (call.goal()) {
      case LAUNCH ->
          new LaunchRequest.Start(
              call.vm().orElseThrow(), call.wish(), call.running(), call.recovery(), client);
      case STOP, RESTART ->
          new LaunchRequest.Stop(
              call.vm().orElseThrow(), call.wish(), call.goal() == LaunchGoal.RESTART, client);
      case HOST_SHUTDOWN -> new LaunchRequest.ShutDownHost(call.node(), call.wish(), client);
    };
  }

  private Answer cancel(String client) {
    LaunchReply reply = launches.cancel(client);
    String message = PlainText.line(Messages.text(reply.message()));
    return reply instanceof LaunchReply.Cancelled
        ? Answer.close(message)
        : Answer.show(LaunchDialogModel.message(PageText.GOES_ON.text(), message));
  }

  /** What that text says of the launch under way. */
  private Optional<String> underWay(PageText text) {
    return launches
        .current()
        .filter(launch -> !launch.phase().isOver())
        .map((LaunchReport launch) -> text.text(launch.goal().id(), subject(launch)));
  }

  private static String subject(LaunchReport launch) {
    return PlainText.line(launch.subject());
  }
}
