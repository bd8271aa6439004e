package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.SamplePreviews;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API's answers byte by byte, one file in golden/ each. Some clients search the text for {@code
 * "status":"needs_action"} instead of parsing it, so spaces and order must not change.
 */
class GoldenTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");
  private static final Vm GAMING =
      vm(101, "win11-gaming", PowerState.RUNNING, Tags.parse("gpu;windows"));
  private static final Vm KIOSK = vm(104, "kiosk", PowerState.RUNNING, Tags.parse("easy-kill"));
  private static final Vm TRAINING = vm(102, "ubuntu-ml", PowerState.STOPPED, Tags.NONE);

  @Test
  void theListOfVms() throws IOException {
    Vm hibernated =
        new Vm(
            ref(103),
            "macos \"sonoma\"",
            PowerState.HIBERNATED,
            Optional.of("suspended"),
            Tags.NONE,
            Optional.of("Line one äöü €\n- {\"vmid\":1} </script>"),
            false,
            Duration.ZERO,
            8,
            34359738368L);
    Vm template =
        new Vm(
            ref(900),
            "a-template",
            PowerState.STOPPED,
            Optional.empty(),
            Tags.NONE,
            Optional.empty(),
            true,
            Duration.ZERO,
            1,
            1);
    Inventory inventory =
        new Inventory(
            List.of(
                GAMING,
                TRAINING,
                template,
                hibernated,
                vm(105, "b", PowerState.PAUSED, Tags.NONE),
                crashed(107, "c"),
                vm(108, "d", PowerState.ASLEEP, Tags.NONE),
                vm(109, "e", PowerState.POWERED_OFF, Tags.NONE),
                vm(106, "VM 106", PowerState.UNKNOWN, Tags.NONE)),
            Map.of(),
            TagStyle.DEFAULT);

    assertGolden("vms", VmJson.list(site(inventory)));
  }

  static Stream<Arguments> replies() {
    LaunchReport launch = launch(false);
    LaunchPreview preview =
        SamplePreviews.of(
            TRAINING,
            List.of(KIOSK, GAMING),
            Set.of(KIOSK.id()),
            List.of(
                new Offer(StopAction.SHUTDOWN, false, new Availability.Available()),
                new Offer(
                    StopAction.HIBERNATE,
                    false,
                    new Availability.Unavailable(Message.recorded("win11-gaming uses hostpci0."))),
                new Offer(StopAction.TERMINATE, true, new Availability.Available())),
            Optional.empty());
    return Stream.of(
        Arguments.of(
            "started",
            202,
            new LaunchReply.Started(launch, Message.recorded("Launching ubuntu-ml."))),
        Arguments.of(
            "updated",
            202,
            new LaunchReply.Escalated(launch, Message.recorded("Terminating win11-gaming."))),
        Arguments.of(
            "already_running",
            200,
            new LaunchReply.AlreadyRunning(Message.recorded("ubuntu-ml is running."))),
        Arguments.of(
            "already_stopped",
            200,
            new LaunchReply.AlreadyStopped(Message.recorded("kiosk does not run."))),
        Arguments.of(
            "cancelled", 200, new LaunchReply.Cancelled(Message.recorded("Nothing was done."))),
        Arguments.of(
            "needs_action",
            409,
            new LaunchReply.NeedsAction(
                preview.choice(), List.of(), Message.recorded("What should happen?"))),
        Arguments.of(
            "target_crashed",
            409,
            new LaunchReply.TargetCrashed(
                crash(), Message.recorded("ubuntu-ml is crashed (io-error)."))),
        Arguments.of(
            "in_progress",
            409,
            new LaunchReply.InProgress(Message.recorded("A launch is under way."))),
        Arguments.of(
            "busy",
            409,
            new LaunchReply.Busy(
                Message.recorded(
                    "Somebody else's click is being checked. Try again in a moment."))),
        Arguments.of(
            "failed", 503, new LaunchReply.Failed(launch, Message.recorded("No thread runs it."))),
        Arguments.of(
            "refused",
            409,
            new LaunchReply.Refused(Message.recorded("ubuntu-ml is locked (backup)."))),
        Arguments.of(
            "unknown_vm",
            404,
            new LaunchReply.UnknownVm(new VmId(999), Message.recorded("There is no VM 999."))));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void theAnswersToALaunch(String golden, int status, LaunchReply reply) throws IOException {
    Response response =
        LaunchReplyMapper.response(reply, Optional.of(TRAINING.id()), Optional.of(launch(false)));

    assertEquals(status, response.getStatus());
    assertGolden(golden, response.getEntity());
  }

  @Test
  void everyKindOfReplyHasItsGoldenFile() {
    Set<Object> tested =
        replies().map(arguments -> arguments.get()[2].getClass()).collect(Collectors.toSet());

    assertEquals(Set.copyOf(Arrays.asList(LaunchReply.class.getPermittedSubclasses())), tested);
  }

  @Test
  void terminateIsAllowedWhileAShutdownIsWaitedFor() throws IOException {
    LaunchReply reply =
        new LaunchReply.InProgress(Message.recorded("It is being launched already."));

    Response own =
        LaunchReplyMapper.response(reply, Optional.of(TRAINING.id()), Optional.of(launch(true)));
    Response other =
        LaunchReplyMapper.response(reply, Optional.of(new VmId(103)), Optional.of(launch(true)));

    assertGolden("in_progress_terminable", own.getEntity());
    assertEquals(List.of(), ((LaunchAnswer) other.getEntity()).allowedActions());
  }

  @Test
  void theLaunchUnderWay() throws IOException {
    assertGolden("launch", LaunchJson.from(launch(true)));
  }

  @Test
  void noLaunchYet() throws IOException {
    assertGolden("idle", Idle.IDLE);
  }

  private static LaunchReport launch(boolean canTerminate) {
    Upid upid = new Upid("UPID:pve:000000DC:0002A001:6B03AAB8:qmshutdown:101:launcher@pve!agent:");
    return new LaunchReport(
        "7e0f",
        LaunchGoal.LAUNCH,
        TRAINING.node(),
        Optional.of(TRAINING.id()),
        TRAINING.name(),
        LaunchPhase.WAITING,
        Optional.of(StopAction.SHUTDOWN),
        List.of(
            new LaunchStep(
                LaunchStep.Kind.STOP,
                GAMING.id(),
                Message.recorded("Asked win11-gaming to shut down"),
                Optional.empty(),
                LaunchStep.State.DONE,
                Optional.of(START),
                Optional.of(START.plusSeconds(1)),
                Optional.of(upid),
                Optional.empty(),
                List.of(Message.recorded("0000:01:00 (hostpci0)"))),
            new LaunchStep(
                LaunchStep.Kind.START,
                TRAINING.id(),
                Message.recorded("Start ubuntu-ml"),
                Optional.empty(),
                LaunchStep.State.TODO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of())),
        START,
        Optional.empty(),
        Optional.of(START.plusSeconds(180)),
        Message.recorded("Waiting for win11-gaming to stop."),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(GAMING.id()),
        canTerminate,
        true,
        Optional.of("TASK \"x\""),
        List.of(LaunchReport.Remedy.TRY_AGAIN, LaunchReport.Remedy.TERMINATE_AND_LAUNCH),
        Optional.of(Duration.ofMillis(35_900)));
  }

  private static LaunchPreview crash() {
    Availability can = new Availability.Available();
    return SamplePreviews.of(
        crashed(102, "ubuntu-ml"),
        List.of(GAMING),
        Set.of(),
        List.of(new Offer(StopAction.SHUTDOWN, false, can)),
        Optional.empty(),
        List.of(new RecoveryOffer(Recovery.RESET, can), new RecoveryOffer(Recovery.RESTART, can)));
  }

  /** One VM excludes two, one nobody, one more than are listed; the rest is not known. */
  private static SiteSnapshot site(Inventory inventory) {
    List<VmId> many = IntStream.range(200, 265).mapToObj(VmId::new).toList();
    return new SiteSnapshot(
        "epoch",
        1,
        inventory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Map.of(),
        Map.of(),
        Map.of(
            new VmId(101),
            List.of(new VmId(102), new VmId(103)),
            new VmId(105),
            List.of(),
            new VmId(107),
            many));
  }

  private static Vm crashed(int id, String name) {
    return new Vm(
        ref(id),
        name,
        PowerState.CRASHED,
        Optional.empty(),
        Tags.NONE,
        Optional.empty(),
        false,
        Duration.ZERO,
        16,
        51539607552L,
        "io-error");
  }

  private static Vm vm(int id, String name, PowerState power, Tags tags) {
    return new Vm(
        ref(id),
        name,
        power,
        Optional.empty(),
        tags,
        Optional.empty(),
        false,
        power == PowerState.RUNNING ? Duration.ofMillis(11_520_999) : Duration.ZERO,
        16,
        51539607552L);
  }

  private static VmRef ref(int id) {
    return new VmRef(new NodeName("pve"), new VmId(id));
  }

  private static void assertGolden(String name, Object answer) throws IOException {
    try (InputStream golden = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      String expected =
          golden == null
              ? "(no such file)"
              : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected, JsonFormat.write(answer) + "\n");
    }
  }
}
