package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.stop.StopAction;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Requests of others while a request to Proxmox is under way, and failures of the agent itself. */
class RunnerTest {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
          + "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}},"
          + "{\"vmid\":102,\"name\":\"linux\"}";

  @Test
  void whatWasHeardWithTheEndDoesNotGiveAwayTheNextLaunchsCoordinator() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Deque<Runnable> tasks = new ArrayDeque<>();
      List<LaunchReply> replies = new ArrayList<>();
      rig.restart(tasks::add);
      rig.launch(102, StopAction.SHUTDOWN);
      // The first request that is not delivered after two minutes ends the launch.
      Instant late = rig.clock().now().plus(Duration.ofMinutes(2));
      rig.server().faults().outage(Duration.ofMinutes(3));
      rig.witness()
          .before(
              call -> {
                if (rig.clock().now().isAfter(late) && replies.isEmpty()) {
                  replies.add(rig.coordinator().cancel("test"));
                }
              });
      rig.listen(
          report -> {
            if (report.phase() == LaunchPhase.FAILED) {
              rig.clock().advance(Duration.ofMinutes(2));
              replies.add(rig.coordinator().cancel("test"));
              replies.add(rig.launch(102, StopAction.SHUTDOWN));
            }
          });
      tasks.remove().run();
      replies.add(rig.launch(102, StopAction.SHUTDOWN));
      replies.add(rig.launch(102, StopAction.SHUTDOWN));

      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
      assertEquals(1, started(replies), replies.toString());
      assertEquals(1, tasks.size());
      assertEquals(2, rig.coordinator().history().size());
      assertEquals(LaunchPhase.STOPPING, rig.last().phase());
    }
  }

  @Test
  void aCancellationBeforeTheFirstCallHoldsBackTheFirstStop() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Deque<Runnable> tasks = new ArrayDeque<>();
      rig.restart(tasks::add);
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Cancelled.class, rig.coordinator().cancel("test"));
      tasks.remove().run();
      assertEquals(List.of(), rig.acts());
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
      assertEquals(List.of("windows was not touched.", "linux was not started."), unchanged(rig));
    }
  }

  @Test
  void anEscalationDuringTheReadingThatWouldEndTheLaunchIsKept() {
    try (LaunchRig rig = new LaunchRig(DEAF)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .before(
              during(rig, "status 103", () -> replies.add(rig.launch(102, StopAction.TERMINATE))));
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Escalated.class, replies.get(0));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void aCancellationDuringTheLookThatWouldEndTheLaunchIsKept() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .before(
              during(
                  rig,
                  "guests",
                  () -> {
                    replies.add(rig.coordinator().cancel("test"));
                    rig.server().cluster().startBySomebodyElse(101);
                  }));
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void nobodyIsPromisedATerminationAfterACancellation() {
    try (LaunchRig rig = new LaunchRig(DEAF)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .before(
              during(
                  rig,
                  "task qmshutdown 103",
                  () -> {
                    replies.add(rig.coordinator().cancel("test"));
                    replies.add(rig.launch(102, StopAction.TERMINATE));
                  }));
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(1));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
    }
  }

  @Test
  void whateverTheContainerThrowsTheCoordinatorIsFree() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      AtomicBoolean disabled = new AtomicBoolean(true);
      rig.restart(
          task -> {
            if (disabled.get()) {
              throw new IllegalStateException("the module is disabled");
            }
            task.run();
          });
      assertInstanceOf(LaunchReply.Failed.class, rig.launch(102, StopAction.SHUTDOWN));
      disabled.set(false);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void aLaunchThatNoThreadTakesIsOverForEverybody() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.restart(
          task -> {
            throw new RejectedExecutionException("maxAsync");
          });
      LaunchReply.Failed reply =
          assertInstanceOf(LaunchReply.Failed.class, rig.launch(102, StopAction.SHUTDOWN));
      assertEquals(rig.last(), reply.launch());
      assertTrue(text(reply.message()).contains("try again"), text(reply.message()));
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertEquals(rig.last(), newest(rig.reports()));
      assertEquals(List.of("windows was not touched.", "linux was not started."), unchanged(rig));
      assertEquals(List.of(), rig.acts());
      rig.restart();
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of(), rig.acts());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void oneThatTheContainerAcceptsAndNeverBeginsIsOverForEverybodyToo() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Deque<Runnable> tasks = new ArrayDeque<>();
      rig.restart(tasks::add);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      LaunchJob task = (LaunchJob) tasks.remove();
      abort(task);
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertEquals(rig.last(), newest(rig.reports()));
      task.run();
      assertEquals(List.of(), rig.acts());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      tasks.remove().run();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void oneThatIsNeverBegunBecauseTheAgentGoesDownIsLeftToTheNextOne() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Deque<Runnable> tasks = new ArrayDeque<>();
      rig.restart(tasks::add);
      rig.launch(102, StopAction.SHUTDOWN);
      rig.coordinator().close();
      abort((LaunchJob) tasks.remove());
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  private static void abort(LaunchJob task) {
    Future<?> future = new CompletableFuture<>();
    ManagedExecutorService executor =
        (ManagedExecutorService)
            Proxy.newProxyInstance(
                RunnerTest.class.getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.toString());
                });
    ManagedTaskListener listener = task.getManagedTaskListener();
    listener.taskSubmitted(future, executor, task);
    listener.taskAborted(future, executor, task, new IllegalStateException("no context"));
    listener.taskDone(future, executor, task, new IllegalStateException("no context"));
  }

  @Test
  void oneThatNoThreadTakesAfterARestartIsOverForEverybodyToo() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Trial.dieAfter(rig, "shutdown 101", () -> rig.launch(102, StopAction.SHUTDOWN));
      rig.restart(
          task -> {
            throw new RejectedExecutionException("maxAsync");
          });
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertEquals(rig.last(), newest(rig.reports()));
      rig.clock().advance(Duration.ofSeconds(30));
      rig.restart();
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void anErrorInTheMiddleEndsTheLaunchForEverybody() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      AtomicBoolean defective = new AtomicBoolean();
      LaunchJournal journal =
          new LaunchJournal(rig.stateDirectory()) {
            @Override
            void write(List<LaunchState> launches) throws java.io.IOException {
              if (defective.get()) {
                throw new LinkageError("defective");
              }
              super.write(launches);
            }
          };
      rig.restart(Runnable::run, journal);
      rig.witness()
          .before(
              during(
                  rig,
                  "task qmshutdown 101",
                  () -> {
                    defective.set(true);
                    throw new LinkageError("a class is missing");
                  }));
      rig.launchClock().after(Duration.ofMinutes(2), () -> defective.set(false));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertEquals(rig.last(), newest(rig.reports()));
      rig.restart();
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void whoeverClicksWhileAnotherRequestIsCheckedIsToldSo() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .before(
              call -> {
                if (replies.isEmpty()) {
                  replies.add(rig.launch(102, StopAction.SHUTDOWN));
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Busy.class, replies.get(0));
      assertEquals(
          "Somebody else's click is being checked. Try again in a moment.",
          text(replies.get(0).message()));
    }
  }

  @Test
  void aDefectOfTheRecordDoesNotKeepTheCoordinator() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      AtomicBoolean defective = new AtomicBoolean();
      LaunchJournal journal =
          new LaunchJournal(rig.stateDirectory()) {
            @Override
            void write(List<LaunchState> launches) throws java.io.IOException {
              if (defective.get()) {
                throw new IllegalStateException("defective");
              }
              super.write(launches);
            }
          };
      rig.restart(Runnable::run, journal);
      rig.witness().before(during(rig, "task qmshutdown 101", () -> defective.set(true)));
      rig.launchClock().after(Duration.ofMinutes(2), () -> defective.set(false));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(101, StopAction.TERMINATE));
    }
  }

  @Test
  void aListenerThatBreaksDownIsNoneOfTheLaunchs() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.listen(
          report -> {
            throw new LinkageError("broken");
          });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(101, StopAction.TERMINATE));
    }
  }

  @Test
  void whatIsTakenDownAroundAnInterruptedLaunchIsNoDefect() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      goesOnAfter(
          rig,
          () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the proxy is dead");
          });
    }
  }

  @Test
  void whatIsTakenDownAfterTheCoordinatorWasClosedIsNoDefect() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      goesOnAfter(
          rig,
          () -> {
            rig.coordinator().close();
            throw new IllegalStateException("the proxy is dead");
          });
    }
  }

  @Test
  void anInterruptedLaunchAsksNothingMore() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.witness().after(during(rig, "shutdown 101", () -> Thread.currentThread().interrupt()));
      rig.launch(102, StopAction.SHUTDOWN);
      assertTrue(Thread.interrupted());
      List<String> calls = rig.witness().calls();
      assertEquals("shutdown 101", calls.get(calls.size() - 1));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
    }
  }

  private static void goesOnAfter(LaunchRig rig, Runnable breakdown) {
    rig.witness().before(during(rig, "task qmshutdown 101", breakdown));
    rig.launch(102, StopAction.SHUTDOWN);
    assertTrue(Thread.interrupted());
    assertEquals(LaunchPhase.WAITING, rig.last().phase(), text(rig.last().message()));
    rig.restart();
    assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
  }

  /** Does it once, at the first such call after something was sent. */
  private static IntConsumer during(LaunchRig rig, String name, Runnable deed) {
    AtomicBoolean done = new AtomicBoolean();
    return call -> {
      boolean sent = rig.witness().calls().stream().anyMatch(one -> one.startsWith("shutdown"));
      if (sent && rig.witness().calls().get(call).equals(name) && !done.getAndSet(true)) {
        deed.run();
      }
    };
  }

  private static long started(List<LaunchReply> replies) {
    return replies.stream().filter(LaunchReply.Started.class::isInstance).count();
  }

  private static LaunchReport newest(List<LaunchReport> reports) {
    return reports.get(reports.size() - 1);
  }

  private static List<String> unchanged(LaunchRig rig) {
    return texts(rig.last().unchanged());
  }
}
