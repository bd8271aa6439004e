package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With several in the way each may stop its own way. */
class EachItsOwnWayTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String LAB = "{\"vmid\":103,\"name\":\"lab\",\"state\":\"running\"}";
  private static final String KIOSK =
      "{\"vmid\":104,\"name\":\"kiosk\",\"state\":\"running\",\"tags\":\"easy-kill\"}";
  private static final String GPU =
      "{\"vmid\":106,\"name\":\"gpu\",\"state\":\"running\",\"hostpci\":[\"0000:01:00.0\"]}";

  @Test
  void eachStopsAsItWasChosenForIt() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LAB + "," + LINUX)) {
      rig.launch(102, Map.of(101, StopAction.SHUTDOWN, 103, StopAction.HIBERNATE));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 103 suspend", "POST 102 start"), rig.acts());
      assertEquals("HIBERNATED", rig.power(103));
    }
  }

  @Test
  void oneThatIsNotInTheWayIsIgnored() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.launch(102, Map.of(101, StopAction.SHUTDOWN, 999, StopAction.TERMINATE));
      assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void oneWithoutAnActionIsAskedAbout() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + GPU + "," + LINUX)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(
              LaunchReply.NeedsAction.class, rig.launch(102, Map.of(101, StopAction.SHUTDOWN)));
      assertEquals("gpu is running. What should we do with it first?", text(asks.message()));
      assertEquals(List.of(), rig.acts());
      assertEquals(
          List.of(StopAction.SHUTDOWN, StopAction.HIBERNATE, StopAction.TERMINATE),
          offers(asks, 101));
      assertEquals(List.of(StopAction.SHUTDOWN, StopAction.TERMINATE), offers(asks, 106));
    }
  }

  /** No action suits all of them, and yet each of them can be stopped. */
  @Test
  void whereNoActionSuitsAllItIsStillAQuestion() {
    String crashed = "{\"vmid\":105,\"name\":\"odd\",\"state\":\"io-error\"}";
    String precious = LAB.replace("}", ",\"tags\":\"never-kill\"}");
    try (LaunchRig rig = new LaunchRig(precious + "," + crashed + "," + LINUX)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      assertEquals(
          List.of(),
          asks.choice().offers().stream().filter(StopChoice.Offer::isAvailable).toList());
      assertEquals(List.of(StopAction.SHUTDOWN, StopAction.HIBERNATE), offers(asks, 103));
      assertEquals(List.of(StopAction.TERMINATE), offers(asks, 105));
      rig.launch(102, Map.of(103, StopAction.SHUTDOWN, 105, StopAction.TERMINATE));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 103 shutdown", "POST 105 stop", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void whereOneCannotBeStoppedAtAllItIsRefused() {
    String locked = LAB.replace("}", ",\"lock\":\"backup\"}");
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + locked + "," + LINUX)) {
      LaunchReply.Refused no = assertInstanceOf(LaunchReply.Refused.class, rig.launch(102));
      assertEquals("lab is being backed up. Try again when that is done.", text(no.message()));
    }
  }

  @Test
  void oneThatCannotStopThatWayRefusesAll() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + GPU + "," + LINUX)) {
      assertInstanceOf(
          LaunchReply.Refused.class,
          rig.launch(102, Map.of(101, StopAction.SHUTDOWN, 106, StopAction.HIBERNATE)));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void anActionOfItsOwnComesBeforeTheOneForAllAndBeforeATag() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LAB + "," + KIOSK + "," + LINUX)) {
      rig.ask(
          new LaunchRequest.Start(
              new VmId(102),
              new StopWish(
                  Optional.of(StopAction.SHUTDOWN),
                  Map.of(new VmId(103), StopAction.TERMINATE, new VmId(104), StopAction.HIBERNATE)),
              Optional.empty(),
              Optional.empty(),
              "test"));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("POST 101 shutdown", "POST 103 stop", "POST 104 suspend", "POST 102 start"),
          rig.acts());
    }
  }

  @Test
  void anEasyKillWithoutAnActionKeepsItsTag() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + KIOSK + "," + LINUX)) {
      rig.launch(102, Map.of(101, StopAction.SHUTDOWN));
      assertEquals(List.of("POST 101 shutdown", "POST 104 stop", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void howLongItUsuallyTakesIsKnownOfThoseThatStoppedTheSameWay() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LAB + "," + LINUX)) {
      Map<Integer, StopAction> saved = Map.of(101, StopAction.HIBERNATE, 103, StopAction.SHUTDOWN);
      Map<Integer, StopAction> killed = Map.of(101, StopAction.TERMINATE, 103, StopAction.SHUTDOWN);
      for (Map<Integer, StopAction> actions : List.of(saved, killed, killed)) {
        rig.launch(102, actions);
        assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
        rig.stop(102, Optional.of(StopAction.TERMINATE));
        for (int vmid : new int[] {101, 103}) {
          rig.server().cluster().startBySomebodyElse(vmid);
        }
        rig.clock().advance(Duration.ofMinutes(1));
      }
      List<LaunchReport> launches =
          rig.coordinator().history().stream()
              .filter(report -> report.goal() == LaunchGoal.LAUNCH)
              .toList();
      assertEquals(3, launches.size());
      LaunchReport second = launches.get(1);
      assertEquals(
          Optional.of(Duration.between(second.startedAt(), second.endedAt().orElseThrow())),
          launches.get(0).usually());
    }
  }

  private static List<StopAction> offers(LaunchReply.NeedsAction asks, int vmid) {
    return asks.choice().offersOf().get(new VmId(vmid)).stream()
        .filter(StopChoice.Offer::isAvailable)
        .map(StopChoice.Offer::action)
        .toList();
  }
}
