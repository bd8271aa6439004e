package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimScenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever the journal's file holds, the agent starts, says what it has set aside, and launches.
 * Each change of a good journal is derived from a number, so that one that fails can be repeated.
 */
class JournalFuzzTest {
  private static final int OF_BYTES = 150;
  private static final int OF_JSON = 500;
  private static final SimScenario SCENARIO =
      LaunchRig.scenario(
          "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
              + "{\"vmid\":102,\"name\":\"linux\"}");
  private static final LaunchStage STAGE = new LaunchStage(Limits.STANDARD);
  private static final Logger LAUNCHES = Logger.getLogger(LaunchCoordinator.class.getPackageName());

  private final List<String> severe = new ArrayList<>();
  private final Handler listening = new Severe();

  @BeforeEach
  void listen() {
    LAUNCHES.addHandler(listening);
  }

  @AfterEach
  void hearNoMore() {
    LAUNCHES.removeHandler(listening);
  }

  @Test
  void bytesThatWereChanged() throws IOException {
    List<String> broken = new ArrayList<>();
    List<String> good = goodJournals();
    for (int seed = 0; seed < OF_BYTES; seed++) {
      byte[] bytes =
          Mutation.ofBytes(
              good.get(seed % good.size()).getBytes(StandardCharsets.UTF_8), new Random(seed));
      tryOut("bytes " + seed, rig -> Files.write(journal(rig), bytes)).ifPresent(broken::add);
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void membersThatWereChanged() throws IOException {
    List<String> broken = new ArrayList<>();
    List<String> good = goodJournals();
    for (int seed = 0; seed < OF_JSON; seed++) {
      String text = Mutation.ofJson(good.get(seed % good.size()), new Random(seed));
      tryOut("JSON " + seed, rig -> Files.writeString(journal(rig), text)).ifPresent(broken::add);
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void nestingThatExhaustsAStack() {
    for (String text : List.of("[".repeat(500_000), "{\"a\":".repeat(300_000))) {
      assertSetAside(rig -> Files.writeString(journal(rig), text));
    }
    String inside = goodJournals().get(0);
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertSetAside(
        rig ->
            Files.writeString(
                journal(rig), inside.replaceFirst("\"operations\":", "\"x\":" + deep + ",$0")));
  }

  @Test
  void textLargerThanAnAgentWrites() {
    String good = goodJournals().get(0);
    String name = "\"name\":\"" + "x".repeat(5_000_000) + "\"";
    assertSetAside(
        rig -> Files.writeString(journal(rig), good.replaceFirst("\"name\":\"[^\"]*\"", name)));
    assertSetAside(rig -> Files.write(journal(rig), new byte[20_000_000]));
  }

  @Test
  void textThatIsNotUtf8() {
    String good = goodJournals().get(0).replaceFirst("\"client\":\"[^\"]*\"", "\"client\":\"ä\"");
    assertSetAside(rig -> Files.write(journal(rig), good.getBytes(StandardCharsets.ISO_8859_1)));
    assertSetAside(rig -> Files.write(journal(rig), good.getBytes(StandardCharsets.UTF_16)));
  }

  @Test
  void whatIsNoFile() {
    assertSetAside(rig -> Files.createDirectory(journal(rig)));
    assertSetAside(rig -> Files.createDirectories(journal(rig).resolve("full")));
    assertSetAside(rig -> Files.createSymbolicLink(journal(rig), Path.of("/dev/zero")));
    assertSetAside(rig -> Files.createSymbolicLink(journal(rig), Path.of("nowhere")));
  }

  @Test
  void aFileThatNobodyMayRead() {
    // For root it is one whose text is not understood.
    assertSetAside(
        rig -> {
          Files.writeString(journal(rig), "{}");
          Files.setPosixFilePermissions(journal(rig), PosixFilePermissions.fromString("---------"));
        });
  }

  private void assertSetAside(Deed deed) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(3),
        () -> {
          try (LaunchRig rig = new LaunchRig(SCENARIO)) {
            deed.with(rig);
            rig.restart();
            String complaint =
                rig.coordinator().complaint().map(Messages::text).orElse("no complaint");
            assertTrue(complaint.contains("It was set aside as launches."), complaint);
            assertEquals(List.of(), problems(rig));
          }
        });
  }

  /** What is wrong then; empty if nothing is. */
  private Optional<String> tryOut(String name, Deed deed) {
    severe.clear();
    try (LaunchRig rig = new LaunchRig(SCENARIO, STAGE)) {
      deed.with(rig);
      rig.restart();
      List<String> problems = problems(rig);
      return problems.isEmpty() ? Optional.empty() : Optional.of(name + ": " + problems);
    } catch (IOException | RuntimeException | Error escaped) {
      return Optional.of(name + ": " + escaped);
    }
  }

  private List<String> problems(LaunchRig rig) {
    List<String> problems = new ArrayList<>();
    for (LaunchReport report : rig.coordinator().history()) {
      if (!report.phase().isOver()) {
        problems.add("shown as under way for ever: " + report.phase());
      }
    }
    rig.coordinator()
        .preview(new VmId(102))
        .ifPresent(preview -> rig.coordinator().usually(preview, Optional.of(StopAction.SHUTDOWN)));
    String complaint = rig.coordinator().complaint().map(Messages::text).orElse("");
    if (complaint.length() > 600 || complaint.chars().anyMatch(Character::isISOControl)) {
      problems.add("a complaint of " + complaint.length() + " characters");
    }
    rig.clock().advance(Duration.ofMinutes(20));
    rig.server().cluster().startBySomebodyElse(101);
    rig.server().cluster().stopBySomebodyElse(102);
    rig.clock().advance(Duration.ofMinutes(20));
    LaunchReply reply = rig.launch(102, StopAction.SHUTDOWN);
    if (!(reply instanceof LaunchReply.Started)) {
      problems.add("the next launch: " + reply);
    } else if (!rig.last().phase().isOver()) {
      problems.add("the next launch is not over: " + text(rig.last().message()));
    }
    problems.addAll(severe);
    return problems;
  }

  private static List<String> goodJournals() {
    return List.of(
        journalAfter("shutdown 101"),
        journalAfter("task qmshutdown 101"),
        journalAfter("nothing"),
        journalOf(LaunchKind.HOST_SHUTDOWN, "shutdown 101"),
        journalOf(LaunchKind.HOST_SHUTDOWN, "shut down pve"),
        journalOf(LaunchKind.SAVED_BY_GUEST, "suspend disk 113"),
        journalOf(LaunchKind.ASLEEP_IN_THE_WAY, "resume 105"),
        journalOf(LaunchKind.STOP_AND_START, "shutdown 101"),
        journalOf(LaunchKind.STOP, "shutdown 101"));
  }

  /** The same of another kind of launch, alone. */
  private static String journalOf(LaunchKind kind, String call) {
    try (LaunchRig rig = new LaunchRig(kind.scenario())) {
      kind.prepare(rig);
      Trial.dieAfter(rig, call, () -> kind.launch(rig));
      return Files.readString(journal(rig));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** What is on the disk when the agent dies after that call. */
  private static String journalAfter(String call) {
    try (LaunchRig rig = new LaunchRig(SCENARIO)) {
      rig.launch(102, StopAction.SHUTDOWN);
      rig.clock().advance(Duration.ofSeconds(30));
      Trial.dieAfter(rig, call, () -> rig.launch(101, StopAction.SHUTDOWN));
      rig.clock().advance(Duration.ofSeconds(30));
      Trial.dieAfter(rig, call, () -> rig.launch(102, StopAction.SHUTDOWN));
      return Files.readString(journal(rig));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static Path journal(LaunchRig rig) {
    return rig.stateDirectory().resolve("launches.json");
  }

  @FunctionalInterface
  private interface Deed {
    void with(LaunchRig rig) throws IOException;
  }

  private final class Severe extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
        severe.add("logged: " + record.getMessage() + " " + record.getThrown());
      }
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
