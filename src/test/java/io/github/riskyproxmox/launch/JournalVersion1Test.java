package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.Stage;
import io.github.riskyproxmox.domain.message.MessageKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After an upgrade the agent reads the journal that the version before it wrote. */
class JournalVersion1Test {
  private static final String ENDED =
      """
      {"id":"b","client":"test","accepted_at":"2026-01-01T12:00:00Z","errands":[%s,%s],
       "resuming":false,"action":"shutdown",
       "end":{"phase":"FAILED","at":"2026-01-01T12:03:00Z",
         "message":"windows kept running: it did not shut down. linux was not started."}}
      """
          .formatted(
              stop("FAILED", "VM quit/powerdown failed - got timeout", ""), start("SKIPPED", ""));

  @Test
  void aLaunchUnderWayIsResumedAndTheHistoryKeepsItsSentences() throws IOException {
    try (LaunchRig rig =
        new LaunchRig(
            "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
                + "{\"vmid\":102,\"name\":\"linux\"}")) {
      String now = rig.clock().now().toString();
      String times = ",\"started_at\":\"%s\",\"sent_at\":\"%s\"".formatted(now, now);
      String underWay =
          """
          {"id":"a","client":"test","accepted_at":"%s","errands":[%s,%s],"resuming":false,
           "action":"shutdown"}
          """
              .formatted(now, stop("SENDING", "", times), start("TODO", ""));
      Path journal = rig.stateDirectory().resolve("launches.json");
      Files.writeString(journal, file(underWay + "," + ENDED));

      rig.restart();

      assertEquals(Optional.empty(), rig.coordinator().complaint());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(102));
      LaunchReport old = rig.coordinator().history().get(1);
      assertEquals(
          "windows kept running: it did not shut down. linux was not started.",
          text(old.message()));
      assertEquals(
          List.of("Asked windows to shut down", "windows has not stopped", "Resume linux"),
          old.steps().stream().map(LaunchStep::title).map(title -> text(title)).toList());
      assertTrue(Files.readString(journal).contains("\"version\":2"));

      List<LaunchReport> before = rig.coordinator().history();
      rig.restart();
      assertEquals(before, rig.coordinator().history());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "it is no longer on its node, ELSEWHERE",
    "'it is off, without its memory saved', NOT_SAVED",
    "this shutdown was already under way, ADOPTED",
    "'it had only just been started when it was asked to shut down: a guest in its firmware or boot"
        + " loader does not hear that', UNHEARD",
    "'it has powered off, but its QEMU is still there: Proxmox''s event daemon (qmeventd) has not"
        + " noticed, or a backup of it is under way', POWERED_OFF",
    "WARNINGS: 2, WARNINGS",
    "can't lock file, PVE_WORDS"
  })
  void wordsThatMeantSomethingForTheLaunchStillDo(String words, MessageKey key) {
    String launch = ENDED.replace("VM quit/powerdown failed - got timeout", words);
    LaunchState read = JournalReader.launches(json(file(launch))).get(0);
    assertEquals(key, read.stops().get(0).detail().orElseThrow().key());
  }

  @Test
  void theStageOfALostAnswerHasAnotherNameNow() {
    String launch = ENDED.replaceFirst("FAILED", "LOOKING");
    LaunchState read = JournalReader.launches(json(file(launch))).get(0);
    assertEquals(Stage.VERIFYING, read.stops().get(0).stage());
  }

  private static String stop(String stage, String words, String times) {
    return operation("101", "windows", "STOP", "Asked windows to shut down", stage, words, times)
        .replace("\"task_types\"", "\"action\":\"shutdown\",\"task_types\"");
  }

  private static String start(String stage, String times) {
    return operation("102", "linux", "START", "Resume linux", stage, "", times);
  }

  private static String operation(
      String vmid,
      String name,
      String verb,
      String title,
      String stage,
      String words,
      String times) {
    return """
    {"order":{"node":"pve","vmid":%s,"name":"%s","verb":"%s","easy_kill":false,
      "ha_managed":false,"can_be_overtaken":true,"title":"%s","allowed":"PT3M",
      "task_types":["qmshutdown","qmstart"]},
     "stage":"%s","overrule":false,"past_tasks":[],"words":"%s"%s}
    """
        .formatted(vmid, name, verb, title, stage, words, times);
  }

  private static String file(String launches) {
    return "{\"format\":\"risky-proxmox-agent launches\",\"version\":1,\"launches\":[%s]}"
        .formatted(launches);
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
