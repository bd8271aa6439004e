package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static io.github.riskyproxmox.web.page.UiSamples.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.LaunchStep.Kind;
import io.github.riskyproxmox.domain.launch.LaunchStep.State;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchPanelModelTest {
  private static final List<LaunchGoal> OTHER_GOALS =
      List.of(LaunchGoal.STOP, LaunchGoal.RESTART, LaunchGoal.HOST_SHUTDOWN);

  private static final LaunchReport FAILED =
      UiSamples.launch(
          LaunchPhase.FAILED,
          List.of(
              step(Kind.STOP, OLD, State.DONE),
              step(Kind.WAIT, OLD, State.FAILED),
              step(Kind.START, NEW, State.SKIPPED)),
          List.of(
              Message.of(MessageKey.WAS_ASKED, "old", Message.of(MessageKey.ASKED, "shutdown"))),
          List.of(
              Message.of(MessageKey.LEFT_ALONE, "other"),
              Message.of(MessageKey.NOT_STARTED, "new")));

  @Test
  void whatIsTerminatedIsNamed() {
    assertEquals(
        List.of("Terminate old and launch", "Try again"),
        panel(FAILED).remedies().stream().map(RemedyModel::label).toList());
  }

  @Test
  void theOutcomeSaysNothingTwice() {
    assertEquals(List.of(), panel(FAILED).changed());
    assertEquals(List.of("other was not touched."), panel(FAILED).unchanged());
    assertEquals(
        List.of("old has stopped."),
        panel(UiSamples.became(LaunchPhase.SUCCEEDED, Optional.of(PowerState.STOPPED))).changed());
  }

  @Test
  void whatHasNotBegunHasNoTime() {
    assertEquals("", StepModel.of(step(Kind.START, NEW, State.TODO), NOW, NOW).time());
    assertEquals("0:10", StepModel.of(step(Kind.WAIT, OLD, State.NOW), NOW, NOW).time());
  }

  @Test
  void anOldSuccessIsNotThePresent() {
    LaunchReport done = UiSamples.became(LaunchPhase.SUCCEEDED, Optional.of(PowerState.STOPPED));
    Vm running = UiSamples.running(102, "new");
    LaunchPanelModel now =
        new LaunchPanelModel(done, UiSamples.site(NOW, Optional.of(done), running), NOW);
    assertEquals("new is running", now.title());
    assertEquals("\u2713 new is running", now.shortTitle());
    assertEquals("", now.message());

    LaunchPanelModel later =
        new LaunchPanelModel(done, UiSamples.site(NOW, Optional.of(done), NEW), NOW);
    assertEquals("new was started", later.title());
    assertEquals("It is stopped now.", later.message());
    assertEquals("new was started. It is stopped now.", later.announcement());
    assertEquals("quiet", later.mood());
    assertEquals("", later.shortTitle());
    assertNotEquals(now.phase(), later.phase());

    LaunchPanelModel gone =
        new LaunchPanelModel(done, UiSamples.site(NOW, Optional.of(done), OLD), NOW);
    assertEquals("It is no longer there.", gone.message());
  }

  @Test
  void whatProxmoxDoesNotConfirmIsNotSaidOfNow() {
    LaunchReport done = UiSamples.became(LaunchPhase.SUCCEEDED, Optional.of(PowerState.STOPPED));
    SiteSnapshot calm = UiSamples.site(NOW, Optional.of(done), UiSamples.running(102, "new"));
    SiteSnapshot troubled =
        UiSamples.troubled(calm, new Trouble(Trouble.Kind.UNREACHABLE, "gone", NOW));
    assertEquals("new was started", new LaunchPanelModel(done, troubled, NOW).title());
  }

  @Test
  void anOutcomeIsHistoryInTime() {
    LaunchReport done = UiSamples.became(LaunchPhase.SUCCEEDED, Optional.of(PowerState.STOPPED));
    SiteSnapshot news = UiSamples.site(NOW, Optional.of(done), UiSamples.running(102, "new"));
    assertTrue(new LaunchPanelModel(done, news, NOW).isShown());
    SiteSnapshot history = UiSamples.history(news);
    assertFalse(new LaunchPanelModel(done, history, NOW).isShown());
    LaunchPanelModel failed = new LaunchPanelModel(FAILED, history, NOW);
    assertTrue(failed.isShown());
    assertEquals("", failed.shortTitle());
    assertEquals("quiet", failed.tabMood());
  }

  @Test
  void aStopIsNewsOnlyWhileItsVmIsOff() {
    LaunchReport done = goal(LaunchGoal.STOP, LaunchPhase.SUCCEEDED);
    LaunchPanelModel off = panel(done, UiSamples.stopped(101, "old"));
    assertEquals("old has stopped", off.title());
    assertEquals("good", off.mood());
    assertEquals("\u2713 old has stopped", off.shortTitle());
    assertEquals(List.of(), off.changed());
    assertEquals("", off.message());

    LaunchPanelModel on = panel(done, OLD);
    assertEquals("old was stopped", on.title());
    assertEquals("It is running now.", on.message());
    assertEquals("quiet", on.mood());
    assertEquals("", on.shortTitle());
  }

  @Test
  void everyGoalHasItsWords() {
    assertEquals(
        List.of("Shutting down old", "Restarting old", "Shutting down host pve"),
        titles(LaunchPhase.STOPPING));
    assertEquals(
        List.of("old did not stop", "old did not restart", "Host pve did not shut down"),
        titles(LaunchPhase.FAILED));
    assertEquals(
        "old is running again",
        panel(goal(LaunchGoal.RESTART, LaunchPhase.SUCCEEDED), OLD).title());
    LaunchReport stopping = goal(LaunchGoal.STOP, LaunchPhase.STOPPING);
    assertEquals("Shutting down old.", panel(stopping, OLD).announcement());
    assertEquals(
        "Shutting down host pve: stopping old.",
        panel(goal(LaunchGoal.HOST_SHUTDOWN, LaunchPhase.STOPPING), OLD).announcement());
    assertEquals("pve", panel(goal(LaunchGoal.HOST_SHUTDOWN, LaunchPhase.FAILED), OLD).node());
    assertEquals(
        List.of("stopped", "restarted", "shut down"),
        OTHER_GOALS.stream()
            .map(
                goal ->
                    PastLaunch.of(goal(goal, LaunchPhase.SUCCEEDED), VmLook.UNKNOWN, NOW).word())
            .toList());
  }

  @Test
  void aRemedyRepeatsTheSameGoal() {
    LaunchReport failed = goal(LaunchGoal.STOP, LaunchPhase.FAILED);
    assertEquals(
        List.of(
            new RemedyModel("Terminate old", "stop", 101, "terminate", true),
            new RemedyModel("Try again", "stop", 101, "shutdown", false)),
        panel(failed, OLD).remedies());
    assertEquals(List.of(), panel(failed, UiSamples.stopped(101, "old")).remedies());
  }

  @Test
  void whatAFailedLaunchHasStoppedCanBeStartedAgain() {
    LaunchReport failed =
        UiSamples.towards(
            LaunchGoal.RESTART,
            UiSamples.became(LaunchPhase.FAILED, Optional.of(PowerState.STOPPED)),
            Message.recorded("no"));
    assertEquals(
        List.of(new RemedyModel("Start old again", "launch", 101, "", false)),
        panel(failed, UiSamples.stopped(101, "old")).remedies());
    assertEquals(
        List.of("Terminate what is running and start again", "Try again"),
        panel(failed, OLD).remedies().stream().map(RemedyModel::label).toList());
  }

  private static List<String> titles(LaunchPhase phase) {
    return OTHER_GOALS.stream().map(goal -> panel(goal(goal, phase), OLD).title()).toList();
  }

  private static LaunchReport goal(LaunchGoal goal, LaunchPhase phase) {
    Message stopped = Message.of(MessageKey.STOPPED, "old");
    return UiSamples.towards(
        goal,
        phase == LaunchPhase.FAILED
            ? FAILED
            : UiSamples.became(phase, Optional.of(PowerState.STOPPED)),
        stopped);
  }

  private static LaunchPanelModel panel(LaunchReport report, Vm vm) {
    return new LaunchPanelModel(report, UiSamples.site(NOW, Optional.of(report), vm), NOW);
  }

  private static LaunchPanelModel panel(LaunchReport report) {
    return new LaunchPanelModel(report, UiSamples.site(NOW, Optional.of(report), OLD, NEW), NOW);
  }

  @Test
  void theWholeOfLongWordsStandsBehindTheirCause() {
    String whole =
        "start failed: command '/usr/bin/kvm " + "-device x ".repeat(200) + "' failed: no";
    LaunchStep step =
        new LaunchStep(
            Kind.START,
            NEW.id(),
            Message.recorded("Start it"),
            Optional.of(Message.ofWords(whole)),
            State.FAILED,
            Optional.of(NOW),
            Optional.of(NOW),
            Optional.empty(),
            Optional.empty(),
            List.of());

    StepModel drawn = StepModel.of(step, NOW, NOW);

    assertEquals("Proxmox had a problem; see details", drawn.detail());
    assertEquals(whole, drawn.details());
    assertEquals(whole, drawn.withoutDetail().details());
    assertEquals("", StepModel.of(step(Kind.START, NEW, State.FAILED), NOW, NOW).details());
  }
}
