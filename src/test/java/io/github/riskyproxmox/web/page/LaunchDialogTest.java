package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.SamplePreviews;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchDialogTest {
  private static final Message WORDS = Message.recorded("Some words.");
  private static final LaunchPreview PREVIEW =
      SamplePreviews.of(UiSamples.NEW, List.of(), Set.of(), List.of(), Optional.empty());
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

    Launches(LaunchReply reply, Optional<LaunchReport> current) {
      this.reply = reply;
      this.current = current;
    }

    @Override
    public LaunchReply request(LaunchRequest request) {
      return reply;
    }

    @Override
    public LaunchReply cancel(String client) {
      return reply;
    }

    @Override
    public Optional<LaunchPreview> preview(VmId target) {
      return Optional.of(PREVIEW);
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
        LaunchDialog.Answer.panel("new is being launched. Try again when that is over."),
        answer(reply, current, Map.of("do", "plan", "vmid", "101")));
    assertEquals(
        LaunchDialog.Answer.panel(
            "new is being launched now, so the dialog was closed. It changed nothing."),
        answer(reply, current, Map.of("do", "sync", "vmid", "101", "open", "a plan")));
  }

  @Test
  void everyReplyGivesAClickAPlanOrAMessage() {
    for (LaunchReply reply :
        List.of(
            new LaunchReply.Started(UNDER_WAY, WORDS),
            new LaunchReply.Escalated(UNDER_WAY, WORDS),
            new LaunchReply.AlreadyRunning(WORDS),
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
    LaunchService launches = new Launches(reply, current);
    Previews previews = new Previews(launches::preview, () -> 1, () -> UiSamples.NOW);
    Settings settings =
        Settings.from(
            Map.of(
                "PVE_HOST", "pve.example",
                "PVE_TOKEN_ID", "agent@pve!launcher",
                "PVE_TOKEN_SECRET", "00000000-0000-0000-0000-000000000000"));
    return new LaunchDialog(launches, previews, settings).answer(PageCall.from(call), "192.0.2.1");
  }
}
