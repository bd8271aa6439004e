package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dialogs about what is to stop: a VM, one that starts again, a node. */
class StopPlansTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Vm GAMING = UiSamples.running(101, "gaming");
  private static final Vm TRAINING = UiSamples.running(103, "training");
  private static final NodeName PVE = new NodeName("pve");

  @Test
  void aRunningVmCanBeStoppedInEachWayOrRestarted() {
    LaunchDialogModel plan = plans(GAMING, Optional.empty(), true).running(Optional.empty());

    assertEquals("gaming is running", plan.title());
    assertEquals("What should we do with it?", plan.lead());
    assertEquals(
        List.of("stop shutdown", "stop hibernate", "stop terminate", "restart shutdown"),
        plan.choices().stream().map(choice -> choice.goal() + " " + choice.action()).toList());
    assertEquals(
        List.of(true, false, true, true), plan.choices().stream().map(Choice::available).toList());
    assertEquals("It uses hostpci0.", plan.choices().get(1).detail());
    assertTrue(plan.choices().get(2).detail().contains("may stay unusable"));
    assertEquals("Restart", plan.choices().get(3).title());
    assertFalse(plan.choices().get(3).detail().contains("may stay unusable"));
  }

  @Test
  void aRestartAsksHowWhereAShutdownIsNotPossible() {
    StopPlans plans =
        new StopPlans(preview(GAMING, Optional.empty(), false, cannot("deaf")), LIMIT);

    Choice restart = plans.running(Optional.empty()).choices().get(3);
    assertTrue(restart.available());
    assertEquals("", restart.action());
    LaunchDialogModel question = plans.restart();
    assertEquals("Restart gaming?", question.title());
    assertEquals("restart", question.subject().goal());
    assertEquals(
        List.of("restart shutdown false", "restart terminate true"),
        question.choices().stream()
            .map(choice -> choice.goal() + " " + choice.action() + " " + choice.available())
            .toList());
  }

  @Test
  void whatCouldNotStartAgainIsNotRestarted() {
    Message blocked = Message.recorded("It could not start again.");

    Choice restart =
        plans(GAMING, Optional.of(blocked), false).running(Optional.empty()).choices().get(3);

    assertFalse(restart.available());
    assertEquals("It could not start again.", restart.detail());
  }

  @Test
  void aKeptVmIsAskedAboutOnceMore() {
    Vm router = tagged(GAMING, "keep");
    assertFalse(plans(GAMING, Optional.empty(), false).isKept());
    StopPlans plans = plans(router, Optional.empty(), false);
    assertTrue(plans.isKept());

    LaunchDialogModel stop = plans.confirm(LaunchGoal.STOP, StopAction.SHUTDOWN);
    assertEquals("gaming has the tag keep", stop.title());
    assertEquals("Stop it all the same?", stop.lead());
    assertEquals(new LaunchDialogModel.Go("Shut down gaming", true, true), stop.go());
    LaunchDialogModel restart = plans.confirm(LaunchGoal.RESTART, StopAction.SHUTDOWN);
    assertEquals("Restart it all the same?", restart.lead());
    assertEquals("Restart gaming", restart.go().label());
    assertNotEquals(stop.subject().question(), restart.subject().question());
  }

  @Test
  void severalVmsInTheWayHaveARowAndAChoiceEach() {
    List<Offer> saved = offers(can(), can());
    List<Offer> passed = offers(can(), cannot("It uses hostpci0."));
    List<InTheWay> rows = InTheWay.of(choice(passed, saved));

    assertEquals(List.of(101, 103), rows.stream().map(InTheWay::vmid).toList());
    assertEquals(
        List.of(true, false, true),
        rows.get(0).actions().stream().map(InTheWay.Action::available).toList());
    assertEquals("Hibernate: It uses hostpci0.", rows.get(0).note());
    assertEquals(
        List.of(true, false, false),
        rows.get(1).actions().stream().map(InTheWay.Action::chosen).toList(),
        "the gentlest is chosen");
  }

  @Test
  void aNodeIsAskedAboutAndThenOnceMore() {
    HostPlans plans = host(GAMING, TRAINING);

    LaunchDialogModel ask = plans.ask(LIMIT);
    assertEquals("Shut down host pve?", ask.title());
    assertEquals("gaming and training", ask.who());
    assertTrue(ask.lead().startsWith("are running. What should we do with them first?"));
    assertEquals("101,103", ask.running());
    assertEquals(List.of(), ask.choices(), "there is a choice for each of them");
    assertEquals(2, ask.inTheWay().size());

    StopWish wish =
        new StopWish(Optional.of(StopAction.SHUTDOWN), Map.of(new VmId(103), StopAction.HIBERNATE));
    LaunchDialogModel sure = plans.confirm(wish, "103:hibernate");
    assertEquals("Shut down host pve now?", sure.title());
    assertTrue(
        sure.lead()
            .startsWith("First: gaming (Shut down gracefully) and training (Hibernate). Then"),
        sure.lead());
    assertEquals("103:hibernate", sure.subject().each());
    assertTrue(sure.go().sure());
  }

  @Test
  void aNodeWithoutAnythingToStopNeedsOneClick() {
    LaunchDialogModel plan = host().ask(LIMIT);

    assertTrue(plan.lead().startsWith("Nothing on it has to stop"));
    assertEquals(new LaunchDialogModel.Go("Shut down host pve", true, true), plan.go());
  }

  private static HostPlans host(Vm... guests) {
    List<Offer> all = offers(can(), can());
    StopChoice choice =
        new StopChoice(
            List.of(guests),
            Map.of(),
            Set.of(),
            guests.length == 0 ? List.of() : all,
            Map.of(GAMING.id(), all, TRAINING.id(), all));
    return new HostPlans(PVE, new StopPreview(choice, Optional.empty(), Optional.empty(), false));
  }

  private static StopChoice choice(List<Offer> first, List<Offer> second) {
    return new StopChoice(
        List.of(GAMING, TRAINING),
        Map.of(),
        Set.of(),
        first,
        Map.of(GAMING.id(), first, TRAINING.id(), second));
  }

  private static StopPlans plans(Vm vm, Optional<Message> restartRefusal, boolean passesThrough) {
    return new StopPlans(preview(vm, restartRefusal, passesThrough, can()), LIMIT);
  }

  private static StopPreview preview(
      Vm vm, Optional<Message> restartRefusal, boolean passesThrough, Availability shutdown) {
    List<Offer> offers = offers(shutdown, cannot("It uses hostpci0."));
    StopChoice choice =
        new StopChoice(List.of(vm), Map.of(), Set.of(), offers, Map.of(vm.id(), offers));
    return new StopPreview(choice, Optional.empty(), restartRefusal, passesThrough);
  }

  private static List<Offer> offers(Availability shutdown, Availability hibernate) {
    return List.of(
        new Offer(StopAction.SHUTDOWN, false, shutdown),
        new Offer(StopAction.HIBERNATE, false, hibernate),
        new Offer(StopAction.TERMINATE, true, can()));
  }

  private static Availability can() {
    return new Availability.Available();
  }

  private static Availability cannot(String reason) {
    return new Availability.Unavailable(Message.recorded(reason));
  }

  private static Vm tagged(Vm vm, String tag) {
    return new Vm(
        vm.ref(),
        vm.name(),
        vm.power(),
        vm.lock(),
        new Tags(List.of(tag)),
        vm.notes(),
        false,
        vm.uptime(),
        vm.cores(),
        vm.memoryBytes());
  }
}
