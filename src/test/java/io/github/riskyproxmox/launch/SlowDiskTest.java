package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Readers do not wait while the journal is being written. */
class SlowDiskTest {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
          + "{\"vmid\":102,\"name\":\"linux\"}";
  private static final VmRef WINDOWS = new VmRef(new NodeName("pve"), new VmId(101));
  private static final Upid TASK =
      new Upid("UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:");

  // A limit for the test, not a wait: on the old code a reader waits for ever.
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void end() {
    released.countDown();
    threads.shutdown();
  }

  @Test
  void whileALaunchUnderWayIsWrittenEveryReaderIsAnswered() throws Exception {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      SlowJournal journal = new SlowJournal(rig.stateDirectory());
      rig.restart(threads, journal);
      LaunchPreview preview = rig.coordinator().preview(new VmId(102)).orElseThrow();
      // The first write is the acceptance; the second announces the first stop.
      journal.blockFrom(2);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      journal.awaitBlocked();
      List<String> acts = rig.acts();

      assertEquals(LaunchPhase.STOPPING, atOnce(() -> rig.coordinator().current()).get().phase());
      assertEquals(1, atOnce(() -> rig.coordinator().history()).size());
      assertEquals(
          Optional.empty(),
          atOnce(() -> rig.coordinator().usually(preview, Optional.of(StopAction.SHUTDOWN))));
      assertEquals(Optional.empty(), atOnce(() -> rig.coordinator().complaint()));
      assertInstanceOf(
          LaunchReply.InProgress.class, atOnce(() -> rig.launch(102, StopAction.SHUTDOWN)));
      assertInstanceOf(LaunchReply.Cancelled.class, atOnce(() -> rig.coordinator().cancel("test")));
      assertEquals(acts, rig.acts(), "something was sent before it was written down");
      assertEquals(List.of(), acts);

      released.countDown();
      threads.shutdown();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void whileALaunchIsAcceptedEveryReaderIsAnswered() throws Exception {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      SlowJournal journal = new SlowJournal(rig.stateDirectory());
      rig.restart(threads, journal);
      journal.blockFrom(1);
      Future<LaunchReply> first = threads.submit(() -> rig.launch(102, StopAction.SHUTDOWN));
      journal.awaitBlocked();

      assertEquals(Optional.empty(), atOnce(() -> rig.coordinator().current()));
      assertEquals(List.of(), atOnce(() -> rig.coordinator().history()));
      assertEquals(Optional.empty(), atOnce(() -> rig.coordinator().complaint()));
      LaunchReply other = atOnce(() -> rig.launch(102, StopAction.SHUTDOWN));
      assertInstanceOf(LaunchReply.Busy.class, other);
      assertInstanceOf(LaunchReply.Cancelled.class, atOnce(() -> rig.coordinator().cancel("test")));

      released.countDown();
      assertInstanceOf(LaunchReply.Started.class, first.get(30, TimeUnit.SECONDS));
      threads.shutdown();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void whatThePlannerAndTheRunnerAskTheRecordIsAnsweredToo() throws Exception {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Trial.dieAfter(rig, "shutdown 101", () -> rig.launch(102, StopAction.SHUTDOWN));
      SlowJournal journal = new SlowJournal(rig.stateDirectory());
      LaunchHistory history = new LaunchHistory(journal, new LaunchSequence(), action -> true);
      LaunchState state = history.open(rig.clock().now()).orElseThrow();
      LaunchState other =
          new LaunchState(
              "other",
              state.action(),
              state.client(),
              state.acceptedAt(),
              state.operations(),
              Optional.empty(),
              false,
              Optional.empty());
      journal.blockFrom(1);
      threads.execute(() -> history.note(other, Optional.empty()));
      journal.awaitBlocked();

      assertTrue(atOnce(() -> history.current()).isPresent());
      assertEquals(1, atOnce(() -> history.history()).size());
      assertEquals(Optional.empty(), atOnce(() -> history.complaint()));
      assertEquals(false, atOnce(() -> history.knownTasks("x").test(TASK)));
      assertEquals(
          Optional.empty(), atOnce(() -> history.orphanedShutdown(WINDOWS, rig.clock().now())));
      released.countDown();
    }
  }

  private static <T> T atOnce(ThrowingSupplier<T> read) {
    return assertTimeoutPreemptively(AT_ONCE, read);
  }

  /** A disk that takes a write and does not come back until the test says so. */
  private final class SlowJournal extends LaunchJournal {
    private final CountDownLatch blocked = new CountDownLatch(1);
    private int writesUntilBlocked = Integer.MAX_VALUE;

    SlowJournal(Path directory) {
      super(directory);
    }

    /** From that write on, counted from 1, each one waits. */
    synchronized void blockFrom(int write) {
      writesUntilBlocked = write;
    }

    void awaitBlocked() throws InterruptedException {
      assertTrue(blocked.await(30, TimeUnit.SECONDS), "nothing was written");
    }

    @Override
    void write(List<LaunchState> launches) throws IOException {
      if (blocks()) {
        blocked.countDown();
        try {
          released.await();
        } catch (InterruptedException end) {
          throw new IOException(end);
        }
      }
      super.write(launches);
    }

    private synchronized boolean blocks() {
      writesUntilBlocked--;
      return writesUntilBlocked <= 0;
    }
  }
}
