package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import java.util.Optional;

/** Chooses the dialog for what a page asks. */
final class DialogPlans {
  private final LaunchService launches;
  private final Settings settings;

  DialogPlans(LaunchService launches, Settings settings) {
    this.launches = launches;
    this.settings = settings;
  }

  /** What has to be confirmed before the click has its effect; empty if nothing has. */
  Optional<LaunchDialogModel> question(PageCall call) {
    return switch (call.goal()) {
      case LAUNCH -> Optional.empty();
      case STOP, RESTART ->
          call.vm()
              .filter(vm -> !call.sure())
              .flatMap(launches::stopPreview)
              .flatMap(preview -> confirmation(call, preview));
      case HOST_SHUTDOWN -> hostQuestion(call, call.node().orElseThrow());
    };
  }

  /** The question before a stop action from the menu of a card; empty for any other click. */
  Optional<LaunchDialogModel> asked(PageCall call) {
    return call.vm()
        .filter(vm -> call.goal() == LaunchGoal.STOP)
        .flatMap(launches::stopPreview)
        .flatMap(preview -> call.action().flatMap(action -> stops(preview).ask(action)));
  }

  private Optional<LaunchDialogModel> confirmation(PageCall call, StopPreview preview) {
    StopPlans plans = stops(preview);
    return call.action()
        .filter(action -> plans.isKept())
        .map(action -> plans.confirm(call.goal(), action));
  }

  /** Asks once more; after that nothing stops that was not in the question. */
  private Optional<LaunchDialogModel> hostQuestion(PageCall call, NodeName node) {
    if (!call.sure()) {
      return Optional.of(of(call, node));
    }
    boolean underWay = launches.current().filter(launch -> !launch.phase().isOver()).isPresent();
    return Optional.of(call)
        .filter(sure -> !underWay && sure.running().isPresent())
        .map(sure -> host(node))
        .filter(plans -> !call.showed(plans.running()))
        .map(plans -> plans.ask(settings.shutdownTimeout()).withRemark(PageText.MEANWHILE.text()));
  }

  /** The plan for that call, asked of Proxmox now. */
  LaunchDialogModel of(PageCall call, String remark) {
    return call.vm()
        .map(vm -> of(call, vm, Previews.Found.by(launches, vm)))
        .orElseGet(() -> of(call, call.node().orElseThrow()))
        .withRemark(remark);
  }

  private LaunchDialogModel of(PageCall call, NodeName node) {
    HostPlans plans = host(node);
    return call.chose()
        ? plans.confirm(call.wish(), call.eachText())
        : plans.ask(settings.shutdownTimeout());
  }

  /** The plan for that call by these previews; the VM may not exist any more. */
  LaunchDialogModel of(PageCall call, VmId vm, Optional<Previews.Found> found) {
    if (found.isEmpty()) {
      return LaunchDialogModel.message(PageText.GONE.text(), PageText.GONE_WHY.text(vm.toString()));
    }
    Optional<StopPreview> stop = found.get().stop();
    Optional<LaunchDialogModel> confirmation =
        call.goal() == LaunchGoal.LAUNCH
            ? Optional.empty()
            : stop.flatMap(preview -> confirmation(call, preview));
    return confirmation
        .or(
            () ->
                stop.filter(preview -> call.goal() == LaunchGoal.RESTART && !call.chose())
                    .map(preview -> stops(preview).restart()))
        .orElseGet(() -> of(found.get(), call.recovery()));
  }

  /** The plan of a click on the card of that VM. */
  LaunchDialogModel of(Previews.Found found, Optional<Recovery> recovery) {
    LaunchPreview preview = found.launch();
    Vm target = preview.target();
    if (target.power() == PowerState.RUNNING) {
      return found
          .stop()
          .map(stop -> stops(stop).running(StopPlans.stuck(target, preview.refusal())))
          .orElseGet(() -> StopPlans.closed(target, preview.refusal()));
    }
    LaunchDialogModel launch =
        LaunchPlans.of(
            preview,
            recovery,
            settings.shutdownTimeout(),
            action -> launches.usually(preview, action));
    return found
        .stop()
        .filter(stop -> recovery.isEmpty())
        .map(stop -> stops(stop).addTo(launch))
        .orElse(launch);
  }

  private StopPlans stops(StopPreview preview) {
    return new StopPlans(preview, settings.shutdownTimeout());
  }

  private HostPlans host(NodeName node) {
    return new HostPlans(node, launches.hostPreview(node));
  }
}
