package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task id that cannot be used is refused where it is read, and does not block other launches. */
class TaskIdTest {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
          + "{\"vmid\":102,\"name\":\"linux\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPID:..:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:",
        "UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:/../101:launcher@pve!agent:"
      })
  void oneThatProxmoxAnswersIsAnAnswerThatWasLost(String upid) {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.server()
          .faults()
          .on("POST", ".*/shutdown")
          .inject(
              Fault.answer(
                  200, "OK", "application/json;charset=UTF-8", "{\"data\":\"" + upid + "\"}"));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      rig.clock().advance(Duration.ofSeconds(30));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(101, StopAction.SHUTDOWN));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPID:..:", "UPID:.:", "UPID:a.b:", "UPID:-:"})
  void oneInTheJournalIsSetAsideWithIt(String begin) throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launchClock().after(Duration.ofSeconds(1), () -> rig.coordinator().cancel("test"));
      rig.launch(102, StopAction.SHUTDOWN);
      Path journal = rig.stateDirectory().resolve("launches.json");
      String good = Files.readString(journal);
      String bad = good.replace("UPID:pve:", begin);
      assertNotEquals(good, bad);
      Files.writeString(journal, bad);
      rig.restart();
      String complaint = rig.coordinator().complaint().map(Messages::text).orElse("no complaint");
      assertTrue(
          complaint.contains("is not a Proxmox task id (UPID). It was set aside"), complaint);
      LaunchReply reply = rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Started.class, reply, text(reply.message()));
    }
  }
}
