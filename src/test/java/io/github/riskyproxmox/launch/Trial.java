package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.simulator.SimVm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** One launch of some kind in some trouble, and whether what is promised held. */
final class Trial {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration TOO_LONG = Duration.ofMinutes(15);
  private static final Set<String> STOPS = Set.of("qmshutdown", "qmstop", "qmsuspend", "hastop");

  private static final Set<String> NOT_RUNNING = Set.of("paused", "prelaunch", "io-error");

  private static final Queue<LaunchStage> IDLE = new ConcurrentLinkedQueue<>();

  private final LaunchRig rig;
  private final LaunchKind kind;
  private final boolean othersToo;
  private final List<String> broken = new ArrayList<>();

  private Trial(LaunchRig rig, LaunchKind kind, boolean othersToo) {
    this.rig = rig;
    this.kind = kind;
    this.othersToo = othersToo;
  }

  /** The calls of such a launch when nothing goes wrong. */
  static List<String> calls(LaunchKind kind) {
    // With patience: on a busy machine a call that takes long is no trouble here.
    try (LaunchRig rig = new LaunchRig(kind.scenario())) {
      kind.launch(rig);
      if (rig.last().phase() != LaunchPhase.SUCCEEDED) {
        throw new AssertionError(kind + " fails by itself: " + text(rig.last().message()));
      }
      return rig.witness().calls();
    }
  }

  /** What is broken when that trouble strikes at that call; empty if all promises are kept. */
  static List<String> run(LaunchKind kind, InjectedFault trouble, int call) {
    LaunchStage station = station();
    try (LaunchRig rig = new LaunchRig(kind.scenario(), station)) {
      AtomicBoolean struck = new AtomicBoolean();
      rig.witness()
          .before(
              number -> {
                if (number == call) {
                  struck.set(true);
                  trouble.strike().accept(rig, kind);
                }
              });
      Trial trial = new Trial(rig, kind, trouble.byOthers());
      trial.launch();
      boolean accepted = rig.coordinator().current().isPresent();
      trial.check(struck.get() || !accepted, "it was never struck");
      return trial.broken;
    } finally {
      IDLE.add(station);
    }
  }

  private static LaunchStage station() {
    return Optional.ofNullable(IDLE.poll()).orElseGet(LaunchStage::impatient);
  }

  /**
   * What is broken when the agent dies just before or just after that call, and is started again
   * after a while; the launch must then still succeed, unless it was too long.
   */
  static List<String> crash(LaunchKind kind, int call, boolean after, Duration away) {
    LaunchStage station = station();
    try (LaunchRig rig = new LaunchRig(kind.scenario(), station)) {
      IntConsumer death =
          number -> {
            if (number == call) {
              throw Trial.<RuntimeException>sneaky(new InterruptedException());
            }
          };
      if (after) {
        rig.witness().after(death);
      } else {
        rig.witness().before(death);
      }
      Trial trial = new Trial(rig, kind, false);
      trial.crash(away);
      return trial.broken;
    } finally {
      IDLE.add(station);
    }
  }

  /** Does it until the agent dies just after such a call. */
  static void dieAfter(LaunchRig rig, String call, Runnable deed) {
    rig.witness()
        .after(
            number -> {
              if (rig.witness().calls().get(number).equals(call)) {
                throw Trial.<RuntimeException>sneaky(new InterruptedException());
              }
            });
    deed.run();
    boolean unused = Thread.interrupted();
    rig.witness().after(number -> {});
  }

  private void crash(Duration away) {
    try {
      kind.launch(rig);
    } catch (PveException slow) {
      // Not accepted: the real time limits are short, and the machine may be busy.
      return;
    } catch (Exception died) {
      check(died instanceof InterruptedException, "died of " + died);
    }
    boolean unused = Thread.interrupted();
    rig.witness().before(call -> {});
    rig.witness().after(call -> {});
    rig.clock().advance(away);
    rig.restart();
    Optional<LaunchReport> resumed = rig.coordinator().current();
    if (resumed.isPresent()) {
      LaunchPhase right =
          away.compareTo(TOO_LONG) > 0 ? LaunchPhase.INTERRUPTED : LaunchPhase.SUCCEEDED;
      check(resumed.get().phase() == right, text(resumed.get().message()));
      over(resumed.get());
    } else {
      check(rig.witness().ownTasks().isEmpty(), "forgotten, and yet something was done");
    }
    coordinatorIsFree();
  }

  /** An interruption ends the runner where it stands, with nothing more written: like a crash. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private void launch() {
    Optional<LaunchReply> reply = Optional.empty();
    try {
      reply = Optional.of(kind.launch(rig));
    } catch (PveException unanswered) {
      check(!unanswered.getMessage().contains(rig.server().tokenSecret()), "the secret is told");
    }
    if (reply.filter(LaunchReply.Started.class::isInstance).isPresent()) {
      over(rig.last());
    } else {
      check(rig.witness().ownTasks().isEmpty(), "not accepted, and yet something was done");
    }
    coordinatorIsFree();
  }

  private void over(LaunchReport report) {
    rig.witness().violations().forEach(broken::add);
    check(report.phase().isOver(), "it is not over: " + report.phase());
    check(!text(report.message()).isBlank(), "no message");
    check(!text(report.message()).contains("defect"), text(report.message()));
    check(!report.toString().contains(rig.server().tokenSecret()), "the secret is told");
    check(
        Duration.between(report.startedAt(), report.endedAt().orElseThrow()).compareTo(LONGEST) < 0,
        "it took until " + report.endedAt());
    if (report.phase() == LaunchPhase.SUCCEEDED) {
      check(othersToo || runs(kind.target()), "succeeded, but the target does not run");
      check(
          othersToo || kind.old().stream().noneMatch(this::isUp),
          "succeeded beside what was in the way");
    }
    isTrue(report);
  }

  /** What it says of each VM must be so. */
  private void isTrue(LaunchReport report) {
    List<String> said = new ArrayList<>(texts(report.changed()));
    said.addAll(texts(report.unchanged()));
    said.add(text(report.message()));
    String all = String.join(" ", said);
    String target = report.targetName();
    boolean denied = all.contains(target + " was not started");
    check(!denied || !rig.witness().wasStarted(kind.target()), "was started, but: " + all);
    boolean claimed = all.contains(target + " was started.");
    check(!claimed || othersToo || isUp(kind.target()), "is not running, but: " + all);
    boolean unexplained = report.phase() != LaunchPhase.SUCCEEDED && runs(kind.target());
    check(
        !unexplained || othersToo || all.contains("not known"),
        "the target runs, but: " + report.phase() + " " + all);
    for (int vmid : kind.old()) {
      isTrue(vmid, all);
    }
  }

  private void isTrue(int vmid, String all) {
    if (rig.server().cluster().vm(vmid).isEmpty()) {
      return;
    }
    SimVm vm = rig.server().cluster().vm(vmid).get();
    String name = vm.name();
    boolean touched = !rig.witness().ownTasks(vmid, STOPS).isEmpty();
    check(!all.contains(name + " has stopped.") || othersToo || !vm.isUp(), "runs, but: " + all);
    check(
        !all.contains(name + " was hibernated.") || othersToo || vm.hasSavedState(),
        "is not saved, but: " + all);
    check(!all.contains(name + " was left alone") || !touched, "was touched, but: " + all);
    check(!all.contains(name + " kept running") || vm.isUp(), "is down, but: " + all);
    check(!all.contains(name + " runs on") || vm.isUp(), "is down, but: " + all);
    check(!all.contains("without effect") || vm.isUp(), "is down, but: " + all);
  }

  /** When the trouble is over, the next request is heard. */
  private void coordinatorIsFree() {
    rig.witness().before(call -> {});
    rig.server().faults().clear();
    rig.server().cluster().nodeUp("pve");
    rig.clock().advance(Duration.ofMinutes(11));
    String reply = "";
    for (int attempt = 0; attempt < 5 && !reply.equals("UnknownVm"); attempt++) {
      try {
        reply = rig.launch(999).getClass().getSimpleName();
      } catch (PveException slow) {
        // The real time limits are short, and the machine may be busy.
        reply = slow.toString();
      }
    }
    check(reply.equals("UnknownVm"), "the slot is stuck: " + reply);
  }

  /** A VM that is paused, waits after a reset or has crashed is up, and does not run. */
  private boolean runs(int vmid) {
    return rig.server()
        .cluster()
        .vm(vmid)
        .filter(vm -> vm.isUp() && !NOT_RUNNING.contains(vm.qmpStatus()))
        .isPresent();
  }

  private boolean isUp(int vmid) {
    return rig.server().cluster().vm(vmid).filter(SimVm::isUp).isPresent();
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }
}
