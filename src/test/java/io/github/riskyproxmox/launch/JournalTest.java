package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal holds, and what happens to a file that is not as it should be. */
class JournalTest {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
          + "{\"vmid\":102,\"name\":\"linux\"}";

  @Test
  void historyIsKeptOverARestart() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(102, StopAction.SHUTDOWN);
      rig.launch(101, StopAction.TERMINATE);
      List<LaunchReport> before = rig.coordinator().history();
      rig.restart();
      assertEquals(before, rig.coordinator().history());
      assertEquals(
          List.of("windows", "linux"), before.stream().map(LaunchReport::subject).toList());
    }
  }

  @Test
  void howLongLaunchesOfAKindUsuallyTakeIsTheMedianOfThoseThatSucceeded() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(Optional.empty(), rig.last().usually());
      LaunchReport first = rig.last();
      rig.launch(101, StopAction.TERMINATE);
      assertEquals(Optional.empty(), rig.last().usually());
      rig.clock().advance(Duration.ofMinutes(1));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(
          Optional.of(Duration.between(first.startedAt(), first.endedAt().orElseThrow())),
          rig.last().usually());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "not json at all",
        "[]",
        "{\"format\":\"something else\",\"version\":1,\"launches\":[]}",
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":3,\"launches\":[]}",
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":1}",
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":1,\"launches\":[{}]}",
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":1,\"launches\":[{\"id\":\"a\","
            + "\"client\":\"b\",\"accepted_at\":\"2026-01-01T12:00:00Z\",\"errands\":[],"
            + "\"resuming\":false}]}"
      })
  void aRecordThatIsNotUnderstoodIsSetAsideAndReported(String text) throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Files.writeString(journal(rig), text);
      rig.restart();
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("set aside"), complaint);
      try (Stream<Path> files = Files.list(rig.stateDirectory())) {
        Path aside = files.filter(file -> file.toString().endsWith(".set-aside")).findFirst().get();
        assertEquals(text, Files.readString(aside));
      }
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void aRecordCutOffAnywhereIsSetAside() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(102, StopAction.SHUTDOWN);
      byte[] whole = Files.readAllBytes(journal(rig));
      for (int length = 0; length < whole.length; length += 97) {
        String cut = new String(whole, 0, length, StandardCharsets.UTF_8);
        Files.writeString(journal(rig), cut);
        rig.restart();
        assertTrue(rig.coordinator().complaint().isPresent(), cut);
        assertEquals(List.of(), rig.coordinator().history());
      }
    }
  }

  @Test
  void aRecordThatCannotBeReadIsSetAsideToo() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Files.createDirectory(journal(rig));
      rig.restart();
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("can't be read"), complaint);
      assertTrue(complaint.contains("set aside"), complaint);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void withoutAPlaceToWriteNothingIsBegun() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Files.delete(rig.stateDirectory());
      Files.writeString(rig.stateDirectory(), "in the way");
      LaunchReply.Refused refused =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.SHUTDOWN));
      assertTrue(
          text(refused.message()).contains("it is a file, not a directory"),
          text(refused.message()));
      assertEquals(List.of(), rig.acts());
      Files.delete(rig.stateDirectory());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }

  @Test
  void aLaunchThatWasWrittenButNotSafelyIsNotBegunByTheNextAgent() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      AtomicInteger failures = new AtomicInteger(1);
      rig.restart(Runnable::run, failingAfterTheWrite(rig, failures));
      LaunchReply reply = rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Refused.class, reply, text(reply.message()));
      rig.restart();
      assertEquals(List.of(), rig.acts());
      assertEquals(Optional.empty(), rig.coordinator().current());
    }
  }

  @Test
  void oneThatCannotBeTakenBackIsMovedAway() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      AtomicInteger failures = new AtomicInteger(2);
      rig.restart(Runnable::run, failingAfterTheWrite(rig, failures));
      LaunchReply reply = rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Refused.class, reply, text(reply.message()));
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("not begun"), complaint);
      rig.restart();
      assertEquals(List.of(), rig.acts());
      assertEquals(Optional.empty(), rig.coordinator().current());
    }
  }

  /** The new file is in its place, and yet may not be on the disk. */
  private static LaunchJournal failingAfterTheWrite(LaunchRig rig, AtomicInteger failures) {
    return new LaunchJournal(rig.stateDirectory()) {
      @Override
      void write(List<LaunchState> launches) throws IOException {
        super.write(launches);
        if (failures.getAndDecrement() > 0) {
          throw new IOException("the directory could not be forced to the disk");
        }
      }
    };
  }

  @Test
  void aDiskThatFillsUpDuringALaunchDoesNotStopItHalfWayNorRepeatItAfterARestart()
      throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(102, StopAction.SHUTDOWN);
      fillUpAt(rig, "shutdown 102");
      List<LaunchReply> replies = new ArrayList<>();
      // The launch itself takes some seconds.
      rig.launchClock()
          .after(
              Duration.ofSeconds(60),
              () -> {
                replies.add(rig.launch(102, StopAction.SHUTDOWN));
                Thread.currentThread().interrupt();
              });
      rig.launch(101, StopAction.SHUTDOWN);
      assertTrue(Thread.interrupted());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertInstanceOf(LaunchReply.Refused.class, replies.get(0));
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("The end of the switch can't be written down"), complaint);
      rig.server().cluster().stopBySomebodyElse(101);
      rig.clock().advance(Duration.ofSeconds(30));
      List<String> acts = rig.acts();

      rig.restart();
      assertEquals(acts, rig.acts());
      assertEquals("STOPPED", rig.power(101));
      assertEquals(Optional.empty(), rig.coordinator().current());
      assertEquals(1, setAside(rig).size());
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenAsSoonAsItCan() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      fillUpAt(rig, "shutdown 101");
      rig.launchClock().after(Duration.ofSeconds(60), () -> makeRoom(rig));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(Optional.empty(), rig.coordinator().complaint());
      assertEquals(
          List.of(true, false),
          rig.troubles().stream().map(trouble -> trouble.message().isPresent()).distinct().toList(),
          "open pages hear of it, and that it is over");
      assertEquals(List.of(), setAside(rig));
      List<LaunchReport> before = rig.coordinator().history();
      rig.restart();
      assertEquals(before, rig.coordinator().history());
    }
  }

  @Test
  void whatCouldNotBeWrittenOfALaunchUnderWayIsWrittenWithTheNextNote() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      fillUpAt(rig, "shutdown 101");
      rig.launchClock().after(Duration.ofSeconds(2), () -> makeRoom(rig));
      List<Optional<Message>> complaints = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> complaints.add(rig.coordinator().complaint()));
      rig.launchClock()
          .after(Duration.ofSeconds(3), () -> complaints.add(rig.coordinator().complaint()));
      rig.launch(102, StopAction.SHUTDOWN);
      assertTrue(complaints.get(0).isPresent());
      assertEquals(Optional.empty(), complaints.get(1));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void whenTheAgentGoesDownItTriesOnceMore() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      fillUpAt(rig, "shutdown 101");
      rig.launchClock().after(Duration.ofSeconds(60), () -> Thread.currentThread().interrupt());
      rig.launch(102, StopAction.SHUTDOWN);
      assertTrue(Thread.interrupted());
      makeRoom(rig);
      rig.coordinator().close();
      List<LaunchReport> before = rig.coordinator().history();
      rig.restart();
      assertEquals(before, rig.coordinator().history());
    }
  }

  @Test
  void fiftyLaunchesAreRemembered() throws IOException {
    try (LaunchRig rig = new LaunchRig("{\"vmid\":102,\"name\":\"linux\"}")) {
      for (int launch = 0; launch < 52; launch++) {
        rig.launch(102);
        rig.server().cluster().stopBySomebodyElse(102);
        rig.clock().advance(Duration.ofSeconds(30));
      }
      List<LaunchReport> known = rig.coordinator().history();
      assertEquals(50, known.size());
      Instant newest = known.get(0).startedAt();
      assertTrue(known.stream().noneMatch(one -> one.startedAt().isAfter(newest)));
      rig.restart();
      assertEquals(
          known.stream().map(LaunchReport::id).toList(),
          rig.coordinator().history().stream().map(LaunchReport::id).toList());
    }
  }

  @Test
  void whatIsSetAsideInTheSameMomentIsNotReplaced() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      for (String text : List.of("one", "two", "three")) {
        Files.writeString(journal(rig), text);
        rig.restart();
      }
      List<String> known = new ArrayList<>();
      for (Path file : setAside(rig)) {
        known.add(Files.readString(file));
      }
      assertEquals(Set.of("one", "two", "three"), Set.copyOf(known));
      assertEquals(3, known.size());
    }
  }

  @Test
  void aForeignRecordThatCannotBeSetAsideIsNotOverwritten() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      // It cannot be moved anywhere, and yet be replaced.
      LaunchJournal journal =
          new LaunchJournal(rig.stateDirectory()) {
            @Override
            Path move(Path from, Path to) throws IOException {
              if (Files.exists(rig.stateDirectory().resolve("stuck"))) {
                throw new FileSystemException(from.toString(), null, "stuck");
              }
              return super.move(from, to);
            }
          };
      Path stuck = Files.createFile(rig.stateDirectory().resolve("stuck"));
      Files.writeString(journal(rig), "somebody else's");
      rig.restart(Runnable::run, journal);
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("can't be set aside"), complaint);
      LaunchReply.Refused refused =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.SHUTDOWN));
      assertTrue(text(refused.message()).contains("stuck"), text(refused.message()));
      assertEquals("somebody else's", Files.readString(journal(rig)));
      assertEquals(List.of(), rig.acts());

      Files.delete(stuck);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      assertEquals("somebody else's", Files.readString(setAside(rig).get(0)));
      assertEquals(Optional.empty(), rig.coordinator().complaint());
    }
  }

  /** A launch under way that the agent cannot go on with is not begun again. */
  @Test
  void aWayToStopThatNobodyKnowsIsNotUnderstood() throws IOException {
    String good = afterDeathIn(LaunchKind.SHUTDOWN, "shutdown 101");
    notUnderstood(good.replace("\"strategy\":\"shutdown\"", "\"strategy\":\"magic\""), "magic");
  }

  /** Its retries would have no end, and no other launch could begin until then. */
  @Test
  void aNodeThatIsAskedAgainWithoutHavingBeenAskedIsNotUnderstood() throws IOException {
    String good = afterDeathIn(LaunchKind.HOST_SHUTDOWN, "shutdown 101");
    String unasked = "\"host_asked\":false";
    notUnderstood(
        good.replace(unasked, unasked + ",\"host_retry_until\":\"9999-01-01T00:00:00Z\""),
        "asked again");
  }

  @Test
  void aNodeThatWasAskedBeforeItsVmsHadStoppedIsNotUnderstood() throws IOException {
    String good = afterDeathIn(LaunchKind.HOST_SHUTDOWN, "shutdown 101");
    notUnderstood(
        good.replace("\"host_asked\":false", "\"host_asked\":true"), "before its VMs had stopped");
  }

  private static String afterDeathIn(LaunchKind kind, String call) throws IOException {
    try (LaunchRig rig = new LaunchRig(kind.scenario())) {
      kind.prepare(rig);
      Trial.dieAfter(rig, call, () -> kind.launch(rig));
      return Files.readString(journal(rig));
    }
  }

  private static void notUnderstood(String bad, String because) throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Files.writeString(journal(rig), bad);
      rig.restart();
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("is not understood"), complaint);
      assertTrue(complaint.contains(because), complaint);
      assertEquals(List.of(), rig.acts());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepted_at", "started_at", "sent_at", "deadline", "at", "allowed"})
  void timesThatNobodyCanReckonWithAreNotUnderstood(String key) throws IOException {
    String absurd = key.equals("allowed") ? "PT2562047788015215H" : "+1000000000-12-31T23:59:59Z";
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(102, StopAction.SHUTDOWN);
      String good = Files.readString(journal(rig));
      String bad =
          good.replaceFirst("\"" + key + "\":\"[^\"]*\"", "\"" + key + "\":\"" + absurd + "\"");
      assertNotEquals(good, bad);
      Files.writeString(journal(rig), bad);
      rig.restart();
      String complaint = text(rig.coordinator().complaint().orElseThrow());
      assertTrue(complaint.contains("is not understood"), complaint);
      assertInstanceOf(LaunchReply.Started.class, rig.launch(101, StopAction.SHUTDOWN));
    }
  }

  @Test
  void aLaunchOlderThanAQuarterOfAnHourIsReportedAndNotResumed() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.restart(task -> {});
      rig.launch(102, StopAction.SHUTDOWN);
      rig.clock().advance(Duration.ofMinutes(16));
      rig.restart();
      assertEquals(LaunchPhase.INTERRUPTED, rig.last().phase());
      assertEquals(
          "The switch to linux was interrupted and does not carry on: it began more than 15 minutes"
              + " ago.",
          text(rig.last().message()));
      assertEquals(List.of(), rig.acts());
      assertEquals("RUNNING", rig.power(101));
    }
  }

  @Test
  void ofAStartThatMayHaveArrivedItIsNotSaidThatItDidNot() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Trial.dieAfter(rig, "start 102", () -> rig.launch(102, StopAction.SHUTDOWN));
      rig.clock().advance(Duration.ofMinutes(16));
      rig.restart();
      assertEquals(LaunchPhase.INTERRUPTED, rig.last().phase());
      assertEquals(List.of(), texts(rig.last().unchanged()));
      assertTrue(
          text(rig.last().message()).contains("We don't know whether linux was started"),
          text(rig.last().message()));
    }
  }

  @Test
  void aLaunchWhoseShutdownStillHasTimeIsResumedHoweverOldItIs() {
    String deaf =
        "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";
    try (LaunchRig rig = new LaunchRig(VMS.substring(VMS.indexOf("},") + 2) + "," + deaf)) {
      rig.shutdownTimeout(Duration.ofMinutes(30));
      Trial.dieAfter(rig, "shutdown 103", () -> rig.launch(102, StopAction.SHUTDOWN));
      Trial.dieAfter(rig, "log qmshutdown 103", rig::restart);
      rig.clock().advance(Duration.ofMinutes(20));
      rig.launchClock()
          .after(Duration.ofMinutes(22), () -> rig.server().cluster().powerOffInside(103));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 103 shutdown", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void ofAStopThatMayHaveArrivedItIsNotSaidThatItDid() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Trial.dieAfter(rig, "shutdown 101", () -> rig.launch(102, StopAction.SHUTDOWN));
      rig.clock().advance(Duration.ofMinutes(16));
      rig.restart();
      assertEquals(
          List.of(
              "windows may have been asked to shut down: it may still shut down; that can't be undone."),
          texts(rig.last().changed()));
      assertEquals(List.of("linux was not started."), texts(rig.last().unchanged()));
    }
  }

  @Test
  void aTargetThatIsGoneAfterARestartIsNotLaunched() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.restart(task -> {});
      rig.launch(102, StopAction.SHUTDOWN);
      rig.server().cluster().remove(102);
      rig.restart();
      assertEquals(LaunchPhase.INTERRUPTED, rig.last().phase());
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aDeadlineThatPassedWhileTheAgentWasAwayIsNoFailure() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      Trial.dieAfter(rig, "shutdown 101", () -> rig.launch(102, StopAction.SHUTDOWN));
      rig.clock().advance(Duration.ofMinutes(10));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertFalse(rig.acts().isEmpty());
    }
  }

  private static Path journal(LaunchRig rig) {
    return rig.stateDirectory().resolve("launches.json");
  }

  private static List<Path> setAside(LaunchRig rig) throws IOException {
    try (Stream<Path> files = Files.list(rig.stateDirectory())) {
      return files.filter(file -> file.toString().endsWith(".set-aside")).toList();
    }
  }

  /** From that call on nothing more can be written. */
  private static void fillUpAt(LaunchRig rig, String name) {
    rig.witness()
        .before(
            call -> {
              if (rig.witness().calls().get(call).equals(name)) {
                obstruct(rig);
              }
            });
  }

  /** A directory in the place of the file that is written first cannot be written. */
  private static void obstruct(LaunchRig rig) {
    try {
      Files.createDirectory(fresh(rig));
    } catch (IOException there) {
      throw new UncheckedIOException(there);
    }
  }

  private static void makeRoom(LaunchRig rig) {
    try {
      Files.delete(fresh(rig));
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }

  private static Path fresh(LaunchRig rig) {
    return rig.stateDirectory().resolve("launches.json.new");
  }
}
