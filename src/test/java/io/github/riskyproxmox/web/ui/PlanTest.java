package io.github.riskyproxmox.web.ui;

import static io.github.riskyproxmox.web.ui.UiSamples.NEW;
import static io.github.riskyproxmox.web.ui.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.Offer;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Availability CAN = new Availability.Available();

  @Test
  void aDialogIsAnotherWhenItsOffersAreOthers() {
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
  void aRunningVmThatAFailedHibernationLeftLockedHasARemedy() {
    String advice = "old is locked (suspending): run \"qm unlock 101\" on node pve.";
    assertEquals(advice, about(UiSamples.locked(OLD, "suspending"), Optional.of(advice)).lead());
    assertEquals("There is nothing to do.", about(OLD, Optional.empty()).lead());
    assertEquals(
        "There is nothing to do.",
        about(UiSamples.locked(OLD, "backup"), Optional.of("It cannot be started.")).lead());
  }

  private static Availability cannot(String reason) {
    return new Availability.Unavailable(reason);
  }

  private static Plan offering(Offer offer) {
    return of(new LaunchPreview(NEW, List.of(OLD), Set.of(), List.of(offer), Optional.empty()));
  }

  private static Plan about(Vm target, Optional<String> refusal) {
    return of(new LaunchPreview(target, List.of(), Set.of(), List.of(), refusal));
  }

  private static Plan of(LaunchPreview preview) {
    return Plan.of(preview, "", Duration.ofMinutes(3), action -> Optional.empty());
  }
}
