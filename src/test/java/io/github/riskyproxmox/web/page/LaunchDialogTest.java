package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.SamplePreviews;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchDialogTest {
  private static final Message WORDS = Message.recorded("Some words.");
  private static final LaunchPreview PREVIEW =
      SamplePreviews.of(UiSamples.NEW, List.of(), Set.of(), List.of(), Optional.empty());
  private static final Vm KEPT =
      new Vm(
          UiSamples.running(103, "router").ref(),
          "router",
          UiSamples.OLD.power(),
          Optional.empty(),
          new Tags(List.of("keep")),
          Optional.empty(),
          false,
          Duration.ofHours(3),
          1,
          1);
  private static final LaunchReport UNDER_WAY =
      UiSamples.launch(LaunchPhase.STOPPING, List.of(), List.of(), List.of());
  private static final LaunchReport OVER =
      UiSamples.launch(LaunchPhase.SUCCEEDED, List.of(), List.of(), List.of());
  private static final Map<String, String> CLICK =
      Map.of("do", "act", "vmid", "102", "action", "shutdown");

  /** Answers every request by the same. */
  private static final class Launches extends LaunchService {
    private final LaunchReply reply;
    private final Optional<LaunchReport> current;
    private final List<LaunchRequest> requests = new ArrayList<>();

    Launches(LaunchReply reply, Optional<LaunchReport> current) {
      this.reply = reply;
      this.current = current;
    }

    @Override
    public LaunchReply request(LaunchRequest request) {
      requests.add(request);
      return reply;
    }

    @Override
    public LaunchReply cancel(String client) {
      return reply;
    }

    @Override
    public Optional<LaunchPreview> preview(VmId target) {
      return Optional.of(
          target.value() == 103
              ? SamplePreviews.of(KEPT, List.of(), Set.of(), List.of(), Optional.empty())
              : PREVIEW);
    }

    @Override
    public Optional<StopPreview> stopPreview(VmId target) {
      return Optional.of(stop(target.value() == 103 ? KEPT : UiSamples.OLD));
    }

    @Override
    public StopPreview hostPreview(NodeName node) {
      return stop(UiSamples.OLD);
    }

    @Override
    public Optional<LaunchReport> current() {
      return current;
    }

    @Override
    public Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
      return Optional.empty();
    }
  }

  @Test
  void aBusyReplyKeepsTheDialogAndShowsAMessage() {
    LaunchReply reply = new LaunchReply.Busy(Message.recorded("Another request is being checked."));

    assertEquals(
        LaunchDialog.Answer.keep("Another request is being checked."),
        answer(reply, Optional.of(OVER), CLICK));
  }

  @Test
  void anotherLaunchUnderWayLeadsToThePanelWithAMessage() {
    LaunchReply reply =
        new LaunchReply.InProgress(Message.recorded("new is being launched already."));
    Optional<LaunchReport> current = Optional.of(UNDER_WAY);

    assertEquals(
        LaunchDialog.Answer.panel("new is being launched already."), answer(reply, current, CLICK));
    assertEquals(
        LaunchDialog.Answer.panel("Busy: switching to new. Try again when that is done."),
        answer(reply, current, Map.of("do", "plan", "vmid", "101")));
    assertEquals(
        LaunchDialog.Answer.panel(
            "Busy: switching to new. Your choice was closed and changed nothing."),
        answer(reply, current, Map.of("do", "sync", "vmid", "101", "open", "a plan")));
  }

  @Test
  void aStopIsRequestedAsItWasChosen() {
    Launches launches = new Launches(new LaunchReply.Started(UNDER_WAY, WORDS), Optional.of(OVER));
    click(launches, Map.of("goal", "stop", "vmid", "101", "action", "hibernate"));
    click(launches, Map.of("goal", "restart", "vmid", "101", "action", "shutdown"));
    click(launches, Map.of("vmid", "102", "each", "101:shutdown,103:hibernate,nonsense"));

    assertEquals(
        List.of(
            new LaunchRequest.Stop(
                new VmId(101), StopWish.all(Optional.of(StopAction.HIBERNATE)), false, "192.0.2.1"),
            new LaunchRequest.Stop(
                new VmId(101), StopWish.all(Optional.of(StopAction.SHUTDOWN)), true, "192.0.2.1"),
            new LaunchRequest.Start(
                new VmId(102),
                new StopWish(
                    Optional.empty(),
                    Map.of(
                        new VmId(101), StopAction.SHUTDOWN, new VmId(103), StopAction.HIBERNATE)),
                Optional.empty(),
                Optional.empty(),
                "192.0.2.1")),
        launches.requests);
  }

  @Test
  void aKeptVmIsStoppedOnlyAfterASecondQuestion() {
    Launches launches = new Launches(new LaunchReply.Started(UNDER_WAY, WORDS), Optional.of(OVER));
    Map<String, String> stop = Map.of("goal", "stop", "vmid", "103", "action", "shutdown");

    LaunchDialog.Answer asked = click(launches, stop);
    assertEquals("router has the tag keep", asked.plan().title());
    assertEquals(List.of(), launches.requests);
    Map<String, String> open = new HashMap<>(stop);
    open.putAll(Map.of("do", "sync", "open", asked.plan().key()));
    assertEquals("keep", answer(launches, open).dialog(), "it is still the same question");

    Map<String, String> sure = new HashMap<>(stop);
    sure.put("sure", "true");
    assertEquals("close", click(launches, sure).dialog());
    assertEquals(1, launches.requests.size());
  }

  @Test
  void aNodeIsShutDownOnlyAfterASecondQuestionAboutTheSameVms() {
    Launches launches = new Launches(new LaunchReply.Started(UNDER_WAY, WORDS), Optional.of(OVER));
    Map<String, String> host = new HashMap<>(Map.of("goal", "host_shutdown", "node", "pve"));
    host.put("do", "plan");
    assertEquals("Shut down host pve?", answer(launches, host).plan().title());

    assertEquals("Shut down host pve?", click(launches, host).plan().title());
    host.putAll(Map.of("action", "shutdown", "running", "101"));
    assertEquals("Shut down host pve now?", click(launches, host).plan().title());
    host.put("sure", "true");
    host.put("running", "101,105");
    LaunchDialog.Answer changed = click(launches, host);
    assertEquals("Shut down host pve?", changed.plan().title());
    assertTrue(changed.plan().remark().startsWith("Something changed"));
    assertEquals(List.of(), launches.requests);

    host.put("running", "101");
    assertEquals("close", click(launches, host).dialog());
    assertEquals(
        List.of(
            new LaunchRequest.ShutDownHost(
                Optional.of(new NodeName("pve")),
                StopWish.all(Optional.of(StopAction.SHUTDOWN)),
                "192.0.2.1")),
        launches.requests);
  }

  @Test
  void everyReplyGivesAClickAPlanOrAMessage() {
    for (LaunchReply reply :
        List.of(
            new LaunchReply.Started(UNDER_WAY, WORDS),
            new LaunchReply.Escalated(UNDER_WAY, WORDS),
            new LaunchReply.AlreadyRunning(WORDS),
            new LaunchReply.AlreadyStopped(WORDS),
            new LaunchReply.Cancelled(WORDS),
            new LaunchReply.NeedsAction(PREVIEW.choice(), List.of(), WORDS),
            new LaunchReply.TargetCrashed(PREVIEW, WORDS),
            new LaunchReply.InProgress(WORDS),
            new LaunchReply.Busy(WORDS),
            new LaunchReply.Failed(OVER, WORDS),
            new LaunchReply.Refused(WORDS),
            new LaunchReply.UnknownVm(new VmId(102), WORDS))) {
      for (Optional<LaunchReport> current :
          List.of(Optional.<LaunchReport>empty(), Optional.of(OVER), Optional.of(UNDER_WAY))) {
        for (Map<String, String> click :
            List.of(CLICK, Map.of("do", "cancel"), Map.of("do", "act"), Map.of("do", "plan"))) {
          LaunchDialog.Answer answer = answer(reply, current, click);
          assertFalse(
              answer.message().isEmpty() && !answer.plan().isShown(), reply + " to " + click);
        }
      }
    }
  }

  private static LaunchDialog.Answer answer(
      LaunchReply reply, Optional<LaunchReport> current, Map<String, String> call) {
    return answer(new Launches(reply, current), call);
  }

  private static LaunchDialog.Answer click(Launches launches, Map<String, String> parameters) {
    Map<String, String> call = new HashMap<>(parameters);
    call.put("do", "act");
    return answer(launches, call);
  }

  private static StopPreview stop(Vm vm) {
    StopChoice.Offer shutdown =
        new StopChoice.Offer(StopAction.SHUTDOWN, false, new Availability.Available());
    return new StopPreview(
        new StopChoice(
            List.of(vm), Map.of(), Set.of(), List.of(shutdown), Map.of(vm.id(), List.of(shutdown))),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static LaunchDialog.Answer answer(Launches launches, Map<String, String> call) {
    Previews previews =
        new Previews(vm -> Previews.Found.by(launches, vm), () -> 1, () -> UiSamples.NOW);
    Settings settings =
        Settings.from(
            Map.of(
                "PVE_HOST", "pve.example",
                "PVE_TOKEN_ID", "agent@pve!launcher",
                "PVE_TOKEN_SECRET", "00000000-0000-0000-0000-000000000000"));
    return new LaunchDialog(launches, previews, settings).answer(PageCall.from(call), "192.0.2.1");
  }
}
