package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimVm;
import io.github.riskyproxmox.support.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** One launch with one fault, and a check of everything that the agent promises. */
final class Trial {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration TOO_LONG = Duration.ofMinutes(15);
  private static final Set<String> STOPS =
      Set.of("qmshutdown", "qmstop", "qmsuspend", "vzshutdown", "vzstop", "hastop");

  private static final Set<String> NOT_RUNNING = Set.of("paused", "prelaunch", "io-error");

  private static final Queue<LaunchStage> IDLE = new ConcurrentLinkedQueue<>();
  private static final Queue<LaunchStage> IDLE_WITH_SHORT_TIMEOUT = new ConcurrentLinkedQueue<>();

  private final LaunchRig rig;
  private final LaunchKind kind;
  private final boolean othersToo;
  private final List<String> broken = new ArrayList<>();

  private Trial(LaunchRig rig, LaunchKind kind, boolean othersToo) {
    this.rig = rig;
    this.kind = kind;
    this.othersToo = othersToo;
  }

  /** The calls of such a launch without a fault. */
  static List<String> calls(LaunchKind kind) {
    try (LaunchRig rig = new LaunchRig(kind.scenario())) {
      kind.prepare(rig);
      kind.launch(rig);
      if (rig.last().phase() != LaunchPhase.SUCCEEDED) {
        throw new AssertionError(kind + " fails by itself: " + text(rig.last().message()));
      }
      return rig.witness().calls();
    }
  }

  /** Which promises are broken when that fault occurs at that call; empty if none is. */
  static List<String> run(LaunchKind kind, InjectedFault trouble, int call) {
    AtomicBoolean occurred = new AtomicBoolean();
    List<String> broken = List.of();
    long end = System.nanoTime() + Waiting.LIMIT.toNanos();
    while (!occurred.get()) {
      if (System.nanoTime() > end) {
        return List.of("The fault never occurred. " + Waiting.load());
      }
      // On a busy machine a client with a short timeout may fail before that call: try again.
      broken = run(kind, trouble, call, occurred);
    }
    return broken;
  }

  private static List<String> run(
      LaunchKind kind, InjectedFault trouble, int call, AtomicBoolean occurred) {
    Queue<LaunchStage> idle = trouble.isSilence() ? IDLE_WITH_SHORT_TIMEOUT : IDLE;
    LaunchStage stage =
        Optional.ofNullable(idle.poll())
            .orElseGet(
                () ->
                    trouble.isSilence()
                        ? LaunchStage.withShortTimeout()
                        : new LaunchStage(Limits.STANDARD));
    try (LaunchRig rig = new LaunchRig(kind.scenario(), stage)) {
      kind.prepare(rig);
      rig.witness()
          .before(
              number -> {
                if (number == call) {
                  occurred.set(true);
                  trouble.strike().accept(rig, kind);
                }
              });
      Trial trial = new Trial(rig, kind, trouble.byOthers());
      trial.launch();
      return trial.broken;
    } finally {
      idle.add(stage);
    }
  }

  /**
   * Which promises are broken when the agent dies just before or just after that call, and is
   * started again later; the launch must still succeed, unless the agent was away for too long.
   */
  static List<String> crash(LaunchKind kind, int call, boolean after, Duration away) {
    LaunchStage stage =
        Optional.ofNullable(IDLE.poll()).orElseGet(() -> new LaunchStage(Limits.STANDARD));
    try (LaunchRig rig = new LaunchRig(kind.scenario(), stage)) {
      kind.prepare(rig);
      AtomicBoolean died = new AtomicBoolean();
      IntConsumer death =
          number -> {
            if (number == call) {
              died.set(true);
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
      trial.check(died.get(), "it did not die");
      return trial.broken;
    } finally {
      IDLE.add(stage);
    }
  }

  /** Runs an action until the agent dies just after such a call. */
  static void dieAfter(LaunchRig rig, String call, Runnable action) {
    rig.witness()
        .after(
            number -> {
              if (rig.witness().calls().get(number).equals(call)) {
                throw Trial.<RuntimeException>sneaky(new InterruptedException());
              }
            });
    action.run();
    boolean unused = Thread.interrupted();
    rig.witness().after(number -> {});
  }

  private void crash(Duration away) {
    try {
      kind.launch(rig);
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
      check(
          resumed.get().phase() == right || isUnsure(resumed.get()), text(resumed.get().message()));
      over(resumed.get());
    } else {
      check(rig.witness().ownTasks().isEmpty(), "forgotten, and yet something was done");
    }
    coordinatorIsFree();
  }

  /** A request that is sent only once may not have arrived, and the report says so. */
  private boolean isUnsure(LaunchReport report) {
    String said = text(report.message());
    return kind.isSentOnce()
        && (said.contains("may never have arrived")
            || said.contains("look whether it is still on"));
  }

  /** An interrupt ends the runner at once and nothing more is written, as in a crash. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private void launch() {
    Optional<LaunchReply> reply = Optional.empty();
    try {
      reply = Optional.of(kind.launch(rig));
    } catch (PveException unanswered) {
      check(!unanswered.getMessage().contains(rig.server().tokenSecret()), "the secret is shown");
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
    check(!text(report.message()).contains("fault in the launcher"), text(report.message()));
    check(!report.toString().contains(rig.server().tokenSecret()), "the secret is told");
    check(
        Duration.between(report.startedAt(), report.endedAt().orElseThrow()).compareTo(LONGEST) < 0,
        "it took until " + report.endedAt());
    if (report.phase() == LaunchPhase.SUCCEEDED) {
      check(
          othersToo || !kind.starts() || runs(kind.target()),
          "succeeded, but the target does not run");
      check(
          kind != LaunchKind.HOST_SHUTDOWN || !nodeCommands().isEmpty(),
          "succeeded, but the node was not asked");
      check(
          othersToo
              || kind.old().stream()
                  .noneMatch(vmid -> isUp(vmid) && !(kind.starts() && vmid == kind.target())),
          "succeeded beside what was in the way");
    }
    isTrue(report);
  }

  /** Everything the report says about a VM must be true. */
  private void isTrue(LaunchReport report) {
    List<String> said = new ArrayList<>(texts(report.changed()));
    said.addAll(texts(report.unchanged()));
    said.add(text(report.message()));
    String all = String.join(" ", said);
    String target = report.subject();
    boolean denied = all.contains(target + " was not started");
    check(!denied || !wasStarted(), "was started, but: " + all);
    boolean claimed = all.contains(target + " was started.");
    check(!claimed || othersToo || isUp(kind.target()), "is not running, but: " + all);
    boolean wanted = kind.starts() && wasStarted();
    boolean unexplained =
        report.phase() != LaunchPhase.SUCCEEDED
            && runs(kind.target())
            && (wanted || !kind.old().contains(kind.target()));
    check(
        !unexplained || othersToo || all.contains("don't know"),
        "the target runs, but: " + report.phase() + " " + all);
    boolean kept = all.contains("pve was not shut down") && !nodeCommands().isEmpty();
    check(!kept, "the node was asked, but: " + all);
    boolean silent = kind == LaunchKind.HOST_SHUTDOWN && !nodeCommands().isEmpty();
    check(!silent || all.contains("asked"), "the node was asked, but: " + all);
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
    boolean again = kind.starts() && vmid == kind.target();
    check(
        !all.contains(name + " has stopped.") || othersToo || again || !vm.isUp(),
        "runs, but: " + all);
    check(
        !all.contains(name + " was hibernated.") || othersToo || vm.hasSavedState(),
        "is not saved, but: " + all);
    check(!all.contains(name + " was not touched") || !touched, "was touched, but: " + all);
    check(!all.contains(name + " is still running") || vm.isUp(), "is down, but: " + all);
    check(!all.contains(name + " runs on") || vm.isUp(), "is down, but: " + all);
    check(!all.contains("without effect") || vm.isUp(), "is down, but: " + all);
  }

  /** When the fault is over, the coordinator accepts the next request. */
  private void coordinatorIsFree() {
    rig.witness().before(call -> {});
    rig.server().faults().clear();
    rig.server().cluster().nodeUp("pve");
    rig.clock().advance(Duration.ofMinutes(11));
    String reply = "";
    long end = System.nanoTime() + Waiting.LIMIT.toNanos();
    while (!reply.equals("UnknownVm") && System.nanoTime() < end) {
      try {
        reply = rig.launch(999).getClass().getSimpleName();
      } catch (PveException slow) {
        // A client with a short timeout on a busy machine.
        reply = slow.toString();
      }
    }
    check(reply.equals("UnknownVm"), "no further launch is accepted: " + reply);
  }

  /** Where the target was up before, a resume only prepared its shutdown. */
  private boolean wasStarted() {
    return rig.witness().wasStarted(kind.target(), !kind.old().contains(kind.target()));
  }

  private List<String> nodeCommands() {
    return rig.server().cluster().nodeCommands();
  }

  /** A VM that is paused, waits after a reset or has crashed is up, but does not run. */
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
