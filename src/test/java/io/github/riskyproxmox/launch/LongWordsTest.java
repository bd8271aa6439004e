package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.simulator.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Foreign text of any length: a sentence names its cause, the step has the whole of it. */
class LongWordsTest {
  private static final String COMMAND =
      "start failed: command '/usr/bin/kvm -id 112 -name 'games,debug-threads=on' "
          + "-device virtio-blk-pci,drive=drive-virtio0,id=virtio0,bus=pci.0 ".repeat(30)
          + "' failed: exit code 1";
  private static final String REASON =
      "vfio 0000:01:00.0: failed to open /dev/vfio/1: No such file or directory";
  private static final String LOG =
      "kvm: -device vfio-pci,host=0000:01:00.0,id=hostpci0" + ",x-y=z".repeat(100) + ": " + REASON;

  private static String games(String name) {
    return "{\"vmid\":112,\"name\":\""
        + name
        + "\",\"guest\":{\"startFailure\":\""
        + COMMAND
        + "\",\"startLog\":\""
        + LOG
        + "\"}}";
  }

  @Test
  void aStartThatFailsWithTheWholeCommandLineSaysWhyInOneSentence() {
    try (LaunchRig rig = new LaunchRig(games("games"))) {
      rig.launch(112);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      String message = text(rig.last().message());
      assertTrue(message.length() <= 240, message);
      assertTrue(message.startsWith("games did not start: start failed: command"), message);
      assertTrue(message.endsWith(REASON + ")."), message);
      LaunchStep start = rig.last().steps().get(0);
      assertEquals(COMMAND + " (" + LOG + ")", text(start.detail().orElseThrow()));
    }
  }

  @Test
  void aRefusalOfAnyLengthIsOneSentence() {
    try (LaunchRig rig = new LaunchRig("{\"vmid\":112,\"name\":\"games\"}")) {
      String words = "no space " + "left ".repeat(3000) + "on device";
      rig.server().faults().on("POST", ".*/start").always().inject(Fault.refusal(500, words));
      rig.launch(112);
      String message = text(rig.last().message());
      assertTrue(message.length() <= 240, message);
      assertTrue(message.endsWith("left on device."), message);
      assertTrue(text(rig.last().steps().get(0).detail().orElseThrow()).length() <= 10_000);
    }
  }

  @Test
  void aNameOfAThousandCharactersLeavesRoomForTheSentence() {
    String other = "{\"vmid\":101,\"state\":\"running\",\"name\":\"" + "w".repeat(1000) + "\"},";
    try (LaunchRig rig = new LaunchRig(other + games("v".repeat(1000)))) {
      rig.launch(112, io.github.riskyproxmox.domain.stop.StopAction.SHUTDOWN);
      assertEquals("v".repeat(79) + "\u2026", rig.last().subject());
      List<String> sentences =
          rig.last().steps().stream().map(LaunchStep::title).map(Messages::text).toList();
      assertTrue(sentences.stream().allMatch(title -> title.length() <= 120), sentences.toString());
      assertTrue(text(rig.last().message()).length() <= 320, text(rig.last().message()));
      assertTrue(
          texts(rig.last().changed()).stream().allMatch(line -> line.length() <= 120),
          texts(rig.last().changed()).toString());
    }
  }
}
