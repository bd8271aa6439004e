package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.message.Messages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Handles clicks, and decides what the dialog shows next. */
@ApplicationScoped
public class LaunchDialog {
  private static final String MEANWHILE =
      "Things have changed while this dialog was open. This is the new plan.";

  private static final Answer NO_VM =
      Answer.keep("The request names no virtual machine, so nothing was changed. Reload the page.");

  private final LaunchService launches;
  private final Previews previews;
  private final Settings settings;

  /** Creates a dialog of that service. */
  @Inject
  public LaunchDialog(LaunchService launches, Previews previews, Settings settings) {
    this.launches = launches;
    this.previews = previews;
    this.settings = settings;
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
    try {
      return switch (call.verb()) {
        case "plan" -> call.vm().map(this::ask).orElse(NO_VM);
        case "act" -> call.vm().map(vm -> act(call, vm, client)).orElse(NO_VM);
        case "cancel" -> cancel(client);
        default -> call.vm().map(vm -> review(call, vm)).orElse(Answer.KEEP);
      };
    } catch (PveException failure) {
      return call.verb().equals("sync")
          ? Answer.KEEP
          : Answer.show(
              LaunchDialogModel.message(
                  "This cannot be done now", PlainText.line(failure.getMessage())));
    }
  }

  /** A card was clicked. */
  private Answer ask(VmId vm) {
    return underWay()
        .map(other -> Answer.panel(other + " is being launched. Try again when that is over."))
        .orElseGet(() -> Answer.show(plan(vm, Optional.empty(), "")));
  }

  /** Something changed while the dialog is open: checks whether its plan is still valid. */
  private Answer review(PageCall call, VmId vm) {
    Optional<String> other = underWay();
    if (other.isPresent()) {
      return Answer.panel(
          other.get() + " is being launched now, so the dialog was closed. It changed nothing.");
    }
    LaunchDialogModel now = plan(vm, previews.recent(vm), call.recovery(), MEANWHILE);
    return now.key().equals(call.openPlan()) ? Answer.KEEP : Answer.show(now);
  }

  private Answer act(PageCall call, VmId vm, String client) {
    LaunchReply reply =
        launches.request(
            new LaunchRequest.Start(
                vm, StopWish.all(call.action()), call.running(), call.recovery(), client));
    String message = PlainText.line(Messages.text(reply.message()));
    if (reply instanceof LaunchReply.NeedsAction) {
      String remark = call.running().isPresent() ? message : "";
      return Answer.show(plan(vm, call.recovery(), remark));
    }
    if (reply instanceof LaunchReply.TargetCrashed crashed) {
      return Answer.show(plan(crashed.preview(), Optional.empty(), ""));
    }
    if (reply instanceof LaunchReply.InProgress) {
      return Answer.panel(message);
    }
    if (reply instanceof LaunchReply.Busy) {
      // The question remains valid; only the time was wrong.
      return Answer.keep(message);
    }
    if (reply instanceof LaunchReply.Refused || reply instanceof LaunchReply.Failed) {
      return Answer.show(plan(vm, Optional.empty(), message));
    }
    if (reply instanceof LaunchReply.Started || reply instanceof LaunchReply.Escalated) {
      return Answer.close(message);
    }
    return Answer.show(LaunchDialogModel.message("Nothing was changed", message));
  }

  private Answer cancel(String client) {
    LaunchReply reply = launches.cancel(client);
    return reply instanceof LaunchReply.Cancelled
        ? Answer.close(PlainText.line(Messages.text(reply.message())))
        : Answer.show(
            LaunchDialogModel.message(
                "The launch continues", PlainText.line(Messages.text(reply.message()))));
  }

  /** The name of the VM that is being launched. */
  private Optional<String> underWay() {
    return launches
        .current()
        .filter(launch -> !launch.phase().isOver())
        .map(launch -> PlainText.line(launch.subject()));
  }

  private LaunchDialogModel plan(VmId vm, Optional<Recovery> recovery, String remark) {
    return plan(vm, launches.preview(vm), recovery, remark);
  }

  private LaunchDialogModel plan(
      VmId vm, Optional<LaunchPreview> preview, Optional<Recovery> recovery, String remark) {
    return preview
        .map(found -> plan(found, recovery, remark))
        .orElseGet(
            () ->
                LaunchDialogModel.message(
                    "The VM does not exist any more",
                    "There is no VM " + vm + ", or the token may not see it."));
  }

  private LaunchDialogModel plan(
      LaunchPreview preview, Optional<Recovery> recovery, String remark) {
    return LaunchDialogModel.of(
        preview,
        recovery,
        remark,
        settings.shutdownTimeout(),
        action -> launches.usually(preview, action));
  }
}
