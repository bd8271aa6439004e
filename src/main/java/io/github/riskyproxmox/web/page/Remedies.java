package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The next actions after a launch that failed. */
final class Remedies {
  private final LaunchReport report;
  private final SiteSnapshot site;

  Remedies(LaunchReport report, SiteSnapshot site) {
    this.report = report;
    this.site = site;
  }

  /** The buttons, best first; none while it is under way. */
  List<RemedyModel> all() {
    return Stream.concat(
            report.remedies().stream().filter(this::isUseful).map(this::remedy),
            report.wasRunning().stream().flatMap(vm -> startAgain(vm).stream()))
        .toList();
  }

  /** What has stopped already is neither stopped nor restarted again. */
  private boolean isUseful(Remedy any) {
    return switch (report.goal()) {
      case LAUNCH, HOST_SHUTDOWN -> true;
      case STOP, RESTART ->
          report
              .target()
              .flatMap(site.inventory()::find)
              .map(Vm::power)
              .filter(LaunchOutcome::hasStopped)
              .isEmpty();
    };
  }

  /** Brings back what ran before a launch that failed; empty if it is up. */
  private Optional<RemedyModel> startAgain(VmId id) {
    boolean failed = !report.remedies().isEmpty() && report.goal() != LaunchGoal.STOP;
    return site.inventory()
        .find(id)
        .filter(vm -> failed && LaunchOutcome.hasStopped(vm.power()))
        .map(
            vm ->
                new RemedyModel(
                    PageText.START_AGAIN.text(Names.brief(PlainText.line(vm.name()))),
                    LaunchGoal.LAUNCH.id(),
                    vm.id().value(),
                    "",
                    false));
  }

  private RemedyModel remedy(Remedy remedy) {
    return switch (remedy) {
      case TRY_AGAIN ->
          remedy(
              PageText.TRY_AGAIN.text(), report.action().map(Object::toString).orElse(""), false);
      case TERMINATE_AND_LAUNCH ->
          remedy(
              PageText.TERMINATE_AND_LAUNCH.text(report.goal().id(), stillUp()), "terminate", true);
    };
  }

  private RemedyModel remedy(String label, String action, boolean destructive) {
    return new RemedyModel(
        label, report.goal().id(), report.target().map(VmId::value).orElse(0), action, destructive);
  }

  /** The VMs that a failed launch has not stopped: all of them would be terminated. */
  private String stillUp() {
    return LaunchPanelModel.names(
        site,
        report.steps().stream()
            .filter(step -> step.kind() == LaunchStep.Kind.WAIT)
            .filter(step -> step.state() != LaunchStep.State.DONE)
            .map(LaunchStep::vm));
  }
}
