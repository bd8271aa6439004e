package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.monitor.ReadTimes;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VMs, snapshots and launches for the tests of what is drawn. */
final class UiSamples {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Vm OLD = running(101, "old");
  static final Vm NEW = stopped(102, "new");

  private UiSamples() {}

  static Vm stopped(int id, String name) {
    return FakeProxmox.vm(id, "pve", name);
  }

  static Vm running(int id, String name) {
    return FakeProxmox.running(stopped(id, name), Duration.ofHours(3));
  }

  static Vm as(Vm vm, PowerState power, Optional<String> lock, boolean template) {
    return new Vm(
        vm.ref(),
        vm.name(),
        power,
        lock,
        vm.tags(),
        vm.notes(),
        template,
        vm.uptime(),
        vm.cores(),
        vm.memoryBytes());
  }

  static Vm locked(Vm vm, String lock) {
    return as(vm, vm.power(), Optional.of(lock), vm.template());
  }

  static SiteSnapshot site(Instant readAt, Optional<LaunchReport> launch, Vm... vms) {
    return site(readAt, launch, Map.of(), vms);
  }

  static SiteSnapshot site(
      Instant readAt, Optional<LaunchReport> launch, Map<NodeName, String> silent, Vm... vms) {
    return new SiteSnapshot(
        "epoch",
        1,
        new Inventory(List.of(vms), silent, TagStyle.DEFAULT),
        Optional.of(new ReadTimes(readAt, readAt, Map.of())),
        Optional.empty(),
        launch,
        true,
        Map.of(),
        Map.of(),
        Map.of());
  }

  static SiteSnapshot troubled(SiteSnapshot site, Trouble trouble) {
    return with(site, Optional.of(trouble), site.launchIsNews());
  }

  /** The same, when how the launch went is no news any more. */
  static SiteSnapshot history(SiteSnapshot site) {
    return with(site, site.trouble(), false);
  }

  private static SiteSnapshot with(SiteSnapshot site, Optional<Trouble> trouble, boolean news) {
    return new SiteSnapshot(
        site.epoch(),
        site.revision(),
        site.inventory(),
        site.read(),
        trouble,
        site.launch(),
        news,
        site.startedAt(),
        site.changedAt(),
        site.excludes());
  }

  /** A launch of {@link #NEW} by which {@link #OLD} has become that just now. */
  static LaunchReport became(LaunchPhase phase, Optional<PowerState> old) {
    boolean done = phase == LaunchPhase.SUCCEEDED;
    return launch(
        phase,
        List.of(
            step(LaunchStep.Kind.STOP, OLD, LaunchStep.State.DONE),
            step(LaunchStep.Kind.WAIT, OLD, LaunchStep.State.DONE, old),
            step(
                LaunchStep.Kind.START,
                NEW,
                done ? LaunchStep.State.DONE : LaunchStep.State.NOW,
                Optional.of(PowerState.RUNNING).filter(running -> done))),
        List.of(Message.of(MessageKey.STOPPED, OLD.name())),
        List.of());
  }

  static LaunchReport launch(
      LaunchPhase phase, List<LaunchStep> steps, List<Message> changed, List<Message> unchanged) {
    boolean failed = phase == LaunchPhase.FAILED;
    return new LaunchReport(
        "launch-1",
        LaunchGoal.LAUNCH,
        NEW.node(),
        Optional.of(NEW.id()),
        NEW.name(),
        phase,
        Optional.empty(),
        steps,
        NOW.minusSeconds(20),
        Optional.of(NOW).filter(end -> phase.isOver()),
        Optional.empty(),
        Message.recorded(""),
        changed,
        unchanged,
        List.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        Optional.empty(),
        failed ? List.of(Remedy.TERMINATE_AND_LAUNCH, Remedy.TRY_AGAIN) : List.of(),
        Optional.empty());
  }

  /** The same launch with another goal, which is about {@link #OLD}. */
  static LaunchReport towards(LaunchGoal goal, LaunchReport launch, Message message) {
    boolean failed = launch.phase() == LaunchPhase.FAILED;
    return new LaunchReport(
        launch.id(),
        goal,
        OLD.node(),
        Optional.of(OLD.id()).filter(vm -> goal != LaunchGoal.HOST_SHUTDOWN),
        goal == LaunchGoal.HOST_SHUTDOWN ? "pve" : OLD.name(),
        launch.phase(),
        Optional.of(StopAction.SHUTDOWN),
        launch.steps(),
        launch.startedAt(),
        launch.endedAt(),
        launch.deadline(),
        message,
        launch.changed(),
        launch.unchanged(),
        launch.changed().stream().anyMatch(done -> done.is(MessageKey.STOPPED))
            ? List.of(OLD.id())
            : List.of(),
        Set.of(),
        launch.phase().isOver() ? Set.of() : Set.of(OLD.id()),
        false,
        false,
        Optional.empty(),
        failed ? List.of(Remedy.TERMINATE_AND_LAUNCH, Remedy.TRY_AGAIN) : List.of(),
        Optional.empty());
  }

  static LaunchStep step(LaunchStep.Kind kind, Vm vm, LaunchStep.State state) {
    return step(kind, vm, state, Optional.empty());
  }

  static LaunchStep step(
      LaunchStep.Kind kind, Vm vm, LaunchStep.State state, Optional<PowerState> reached) {
    return new LaunchStep(
        kind,
        vm.id(),
        Message.recorded(kind + " " + vm.name()),
        Optional.empty(),
        state,
        Optional.of(NOW.minusSeconds(10)),
        Optional.of(NOW).filter(end -> state != LaunchStep.State.NOW),
        Optional.empty(),
        reached,
        List.of());
  }

  /** That nothing is known besides the snapshot. */
  static CardFacts noFacts() {
    return new CardFacts(Map::of, vm -> List.of(), (one, other) -> List.of(), () -> NOW);
  }
}
