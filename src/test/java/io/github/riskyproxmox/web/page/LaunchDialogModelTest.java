package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.SamplePreviews;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchDialogModelTest {
  private static final Availability CAN = new Availability.Available();

  @Test
  void theKeyChangesWithTheOffers() {
    String open = offering(new Offer(StopAction.SHUTDOWN, false, CAN)).key();
    assertEquals(open, offering(new Offer(StopAction.SHUTDOWN, false, CAN)).key());
    assertNotEquals(
        open, offering(new Offer(StopAction.SHUTDOWN, false, cannot("locked (backup)"))).key());
    assertNotEquals(
        offering(new Offer(StopAction.SHUTDOWN, false, cannot("locked (backup)"))).key(),
        offering(new Offer(StopAction.SHUTDOWN, false, cannot("locked (snapshot)"))).key());
    assertNotEquals(open, offering(new Offer(StopAction.HIBERNATE, false, CAN)).key());
  }

  @Test
  void aReasonThatIsTheSameForAllChoicesIsSaidOnce() {
    Offer no = new Offer(StopAction.SHUTDOWN, false, cannot("locked (backup)"));
    Offer neither = new Offer(StopAction.TERMINATE, true, cannot("locked (backup)"));
    assertEquals("locked (backup)", offering(no, neither).noneBecause());
    assertEquals("", offering(no).noneBecause());
    assertEquals("", offering(no, new Offer(StopAction.TERMINATE, true, CAN)).noneBecause());
    assertEquals(
        "", offering(no, new Offer(StopAction.HIBERNATE, false, cannot("hostpci0"))).noneBecause());
  }

  @Test
  void aRunningVmWithTheLockOfAFailedHibernationHasARemedy() {
    String advice = "old is locked (suspending): run \"qm unlock 101\" on node pve.";
    assertEquals(advice, about(UiSamples.locked(OLD, "suspending"), Optional.of(advice)).lead());
    assertEquals("It can't be stopped from here right now.", about(OLD, Optional.empty()).lead());
    assertEquals(
        "It can't be stopped from here right now.",
        about(UiSamples.locked(OLD, "backup"), Optional.of("It cannot be started.")).lead());
  }

  @Test
  void aCrashedTargetHasItsOwnQuestion() {
    LaunchDialogModel plan = crashed(Optional.empty());
    assertEquals("Bring new back?", plan.title());
    assertTrue(plan.lead().contains("crashed (io-error)"), plan.lead());
    assertTrue(plan.lead().contains("next question is what to do with old"), plan.lead());
    assertEquals(
        List.of("reset", "restart"), plan.choices().stream().map(Choice::recovery).toList());
    assertEquals(List.of(true, false), plan.choices().stream().map(Choice::available).toList());
    assertTrue(plan.choices().stream().noneMatch(choice -> choice.recovery().isEmpty()));
    assertTrue(plan.choices().stream().noneMatch(choice -> choice.detail().isEmpty()));
  }

  @Test
  void afterARecoveryWasChosenTheDialogAsksAboutOtherVms() {
    LaunchDialogModel plan = crashed(Optional.of(Recovery.RESET));
    assertEquals("reset", plan.subject().recovery());
    assertEquals(List.of("shutdown"), plan.choices().stream().map(Choice::action).toList());
    assertNotEquals(crashed(Optional.of(Recovery.RESTART)).key(), plan.key());
  }

  private static LaunchDialogModel crashed(Optional<Recovery> recovery) {
    Vm target =
        new Vm(
            NEW.ref(),
            NEW.name(),
            PowerState.CRASHED,
            Optional.empty(),
            NEW.tags(),
            NEW.notes(),
            false,
            Duration.ZERO,
            NEW.cores(),
            NEW.memoryBytes(),
            "io-error");
    LaunchPreview preview =
        SamplePreviews.of(
            target,
            List.of(OLD),
            Set.of(),
            List.of(new Offer(StopAction.SHUTDOWN, false, CAN)),
            Optional.empty(),
            List.of(
                new RecoveryOffer(Recovery.RESET, CAN),
                new RecoveryOffer(Recovery.RESTART, cannot("its storage is missing"))));
    return LaunchPlans.of(preview, recovery, Duration.ofMinutes(3), action -> Optional.empty());
  }

  private static Availability cannot(String reason) {
    return new Availability.Unavailable(Message.recorded(reason));
  }

  private static LaunchDialogModel offering(Offer... offers) {
    return of(SamplePreviews.of(NEW, List.of(OLD), Set.of(), List.of(offers), Optional.empty()));
  }

  private static LaunchDialogModel about(Vm target, Optional<String> refusal) {
    return StopPlans.closed(target, refusal.map(Message::recorded));
  }

  private static LaunchDialogModel of(LaunchPreview preview) {
    return LaunchPlans.of(
        preview, Optional.empty(), Duration.ofMinutes(3), action -> Optional.empty());
  }
}
