package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.page.Card.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates the cards of a snapshot. The order is by name: a launch does not change it. Templates
 * have no card.
 */
final class Cards {
  private static final Comparator<Vm> IN_ORDER =
      Comparator.<Vm, String>comparing(Vm::name, new NaturalOrder()).thenComparing(Vm::id);

  private final SiteSnapshot site;
  private final Optional<LaunchReport> underWay;
  private final Set<VmId> stoppedByLaunch;
  private final Notes notes;
  private final CardFacts facts;
  private final Map<VmId, LastUse> uses;
  private final int notesShare;
  private final boolean severalNodes;
  private final List<Vm> order;
  private final List<Vm> now;
  private final Rivals rivals;

  /**
   * Creates the cards of that snapshot.
   *
   * @param facts what is known beside it
   */
  Cards(SiteSnapshot site, Notes notes, CardFacts facts) {
    this.site = site;
    this.underWay = site.launch().filter(launch -> !launch.phase().isOver());
    this.stoppedByLaunch =
        underWay.stream()
            .flatMap(launch -> launch.steps().stream())
            .filter(step -> step.kind() == LaunchStep.Kind.STOP)
            .map(LaunchStep::vm)
            .collect(Collectors.toSet());
    this.notes = notes;
    this.facts = facts;
    this.uses = facts.uses();
    this.notesShare =
        Notes.share(
            (int) site.inventory().vms().stream().filter(vm -> vm.notes().isPresent()).count());
    this.severalNodes = site.inventory().vms().stream().map(Vm::node).distinct().count() > 1;
    this.order =
        site.inventory().vms().stream().filter(vm -> !vm.template()).sorted(IN_ORDER).toList();
    this.now = order.stream().filter(vm -> place(vm) == Place.NOW).toList();
    this.rivals = new Rivals(site, facts, order, now);
  }

  /** All VMs with a card, in order. */
  List<Vm> order() {
    return order;
  }

  /** All cards, in order. */
  List<Card> all() {
    return order.stream().map(this::card).toList();
  }

  /** The hue of the VM that runs now, for the whole page; empty if none or several do. */
  Optional<VmLook> light() {
    // Between the stop and the start of a switch the page keeps its colour.
    return now.stream()
        .filter(vm -> vm.power() == PowerState.RUNNING)
        .findFirst()
        .or(() -> now.stream().findFirst())
        .map(this::look);
  }

  /** How that VM looks. */
  VmLook look(Vm vm) {
    return VmLook.of(vm);
  }

  /** VMs that take part in a launch keep their place until it is over. */
  private Place place(Vm vm) {
    if (stoppedByLaunch.contains(vm.id())) {
      return Place.NOW;
    }
    boolean isTarget =
        underWay.filter(launch -> launch.target().equals(Optional.of(vm.id()))).isPresent();
    if (isTarget || vm.power() != PowerState.RUNNING) {
      return Place.SWITCH;
    }
    boolean free =
        Optional.ofNullable(site.excludes().get(vm.id())).filter(List::isEmpty).isPresent();
    return free || TagPolicy.isKept(vm.tags()) ? Place.ALWAYS : Place.NOW;
  }

  private Card card(Vm vm) {
    CardState state = CardState.of(vm, site.launch());
    // The action applies to the VMs that must stop; the crashed target of a launch is terminated.
    Optional<StopAction> action =
        site.launch()
            .filter(
                launch ->
                    launch.goal() != LaunchGoal.LAUNCH
                        || !launch.target().equals(Optional.of(vm.id())))
            .flatMap(LaunchReport::action);
    TagStyle style = site.inventory().tagStyle();
    Optional<String> lock =
        vm.lock()
            .filter(name -> vm.power() != PowerState.HIBERNATED && state != CardState.STOPPING)
            .map(PlainText::line)
            .map(PveWords::brief);
    Optional<Instant> startedAt =
        Optional.ofNullable(site.startedAt().get(vm.id()))
            .filter(at -> vm.power() == PowerState.RUNNING);
    Place place = place(vm);
    return new Card(
        vm.id().value(),
        place,
        PlainText.line(vm.name()),
        look(vm),
        state,
        word(state, vm, lock, action),
        since(vm, state),
        startedAt.map(Instant::toEpochMilli).orElse(0L),
        lock.map(name -> lockLine(vm, name, state == CardState.LOCKED)).orElse(""),
        style.shape(),
        TagChip.of(vm.tags(), style),
        PlainText.of(String.join(" ", vm.tags().values())),
        vm.notes().map(text -> notes.html(text, notesShare)).orElse(""),
        sizes(vm),
        place == Place.ALWAYS ? Card.Rival.NONE : rivals.of(vm),
        facts.use(Optional.ofNullable(uses.get(vm.id()))),
        place == Place.NOW ? facts.meters(vm) : List.of(),
        stoppedByLaunch.contains(vm.id()),
        verb(state));
  }

  /** What a click on the button does, in one word. */
  private static String verb(CardState state) {
    return switch (state) {
      case HIBERNATED, PAUSED -> PageText.VERB.text("resume");
      case ASLEEP -> PageText.VERB.text("wake");
      case CRASHED -> PageText.VERB.text("recover");
      // A click on a locked VM says why it cannot be launched.
      case STOPPED, POWERED_OFF, LOCKED, UNKNOWN, NEXT -> PageText.VERB.text("launch");
      case RUNNING, STOPPING, STARTING -> "";
    };
  }

  /** The state as text, with PVE's own word where that is more precise. */
  private String word(CardState state, Vm vm, Optional<String> lock, Optional<StopAction> action) {
    return switch (state) {
      case LOCKED -> PageText.CARD_LOCKED.text(lock.orElse(""));
      case RUNNING -> mayStillStop(vm) ? PageText.CARD_MAY_STOP.text() : state.word(action);
      case CRASHED ->
          vm.qmpStatus().isEmpty()
              ? state.word(action)
              : PageText.CARD_CRASHED.text(vm.qmpStatus());
      case PAUSED, ASLEEP, POWERED_OFF, HIBERNATED, STOPPED, STOPPING, STARTING, NEXT, UNKNOWN ->
          state.word(action);
    };
  }

  /** Whether the last launch has asked it to stop, and ended without waiting for that. */
  private boolean mayStillStop(Vm vm) {
    List<LaunchStep> steps =
        site.launch().stream()
            .filter(launch -> launch.phase().isOver())
            .flatMap(launch -> launch.steps().stream())
            .filter(step -> step.vm().equals(vm.id()))
            .toList();
    Instant startedAt = Optional.ofNullable(site.startedAt().get(vm.id())).orElse(Instant.MIN);
    boolean asked =
        steps.stream()
            .filter(step -> step.kind() == LaunchStep.Kind.STOP)
            .filter(step -> step.state() == LaunchStep.State.DONE)
            .anyMatch(step -> step.startedAt().filter(startedAt::isBefore).isPresent());
    return asked
        && steps.stream()
            .anyMatch(
                step ->
                    step.kind() == LaunchStep.Kind.WAIT
                        && step.state() == LaunchStep.State.SKIPPED);
  }

  /** A failed hibernation leaves a lock that no token can clear (pve-api.md §3). */
  private static String lockLine(Vm vm, String lock, boolean lockIsState) {
    return Stream.of(
            lockIsState ? "" : PageText.CARD_LOCK.text(lock),
            lock.equals("suspending")
                ? PageText.CARD_UNLOCK.text(vm.id().toString(), vm.node().toString())
                : "")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(". "));
  }

  private String since(Vm vm, CardState state) {
    boolean saved = site.launch().filter(one -> one.savedByGuest().contains(vm.id())).isPresent();
    if (vm.power() == PowerState.STOPPED && saved) {
      return PageText.SAVED_BY_GUEST.text();
    }
    return state == CardState.RUNNING && !vm.uptime().isZero() ? Durations.up(vm.uptime()) : "";
  }

  private List<String> sizes(Vm vm) {
    List<String> sizes = new ArrayList<>();
    if (vm.cores() > 0) {
      sizes.add(vm.cores() == 1 ? PageText.CARD_CORE.text() : PageText.CARD_CORES.text(vm.cores()));
    }
    if (vm.memoryBytes() > 0) {
      sizes.add(Bytes.text(vm.memoryBytes()));
    }
    if (severalNodes) {
      sizes.add(PageText.CARD_NODE.text(vm.node().toString()));
    }
    return sizes;
  }
}
