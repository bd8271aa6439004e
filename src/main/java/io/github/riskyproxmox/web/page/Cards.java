package io.github.riskyproxmox.web.page;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Creates the cards of a snapshot: running VMs first, then the target of the launch, then by name.
 * Templates have no card.
 */
final class Cards {
  private static final long GIB = 1L << 30;

  private final Comparator<Vm> inOrder =
      Comparator.<Vm>comparingInt(this::rank)
          .thenComparing(Vm::name, new NaturalOrder())
          .thenComparing(Vm::id);

  private final SiteSnapshot site;
  private final Optional<LaunchReport> underWay;
  private final Notes notes;
  private final int notesShare;
  private final boolean severalNodes;
  private List<Vm> order = List.of();

  Cards(SiteSnapshot site, Notes notes) {
    this.site = site;
    this.underWay = site.launch().filter(launch -> !launch.phase().isOver());
    this.notes = notes;
    this.notesShare =
        Notes.share(
            (int) site.inventory().vms().stream().filter(vm -> vm.notes().isPresent()).count());
    this.severalNodes = site.inventory().vms().stream().map(Vm::node).distinct().count() > 1;
  }

  /** All VMs with a card, in order. */
  List<Vm> order() {
    if (order.isEmpty()) {
      order = sorted(vm -> true);
    }
    return order;
  }

  /** The VMs that hold resources, in order. */
  List<Vm> up() {
    return sorted(vm -> vm.power().holdsResources());
  }

  private List<Vm> sorted(Predicate<Vm> which) {
    return site.inventory().vms().stream()
        .filter(vm -> !vm.template())
        .filter(which)
        .sorted(inOrder)
        .toList();
  }

  /** All cards, in order. */
  List<Card> all() {
    return order().stream().map(this::card).toList();
  }

  /**
   * The cards that changed after that revision or take part in the launch, in order.
   *
   * @param suspects the VMs that took part at the page's last request
   */
  List<Card> changedAfter(long revision, Set<VmId> suspects) {
    Set<VmId> concerned = new HashSet<>(suspects);
    underWay.ifPresent(
        launch -> {
          launch.target().ifPresent(concerned::add);
          launch.steps().stream().map(LaunchStep::vm).forEach(concerned::add);
          concerned.addAll(launch.stopping());
        });
    return order().stream()
        .filter(vm -> concerned.contains(vm.id()) || changedAt(vm) > revision)
        .map(this::card)
        .toList();
  }

  /** Identifies everything that all cards depend on besides their VM. */
  String look() {
    return Integer.toHexString(Objects.hash(site.inventory().tagStyle(), severalNodes));
  }

  private long changedAt(Vm vm) {
    return site.changedAt().getOrDefault(vm.id(), Long.MAX_VALUE);
  }

  /** The target comes before stopped VMs, so that it is visible on a phone. */
  private int rank(Vm vm) {
    if (vm.power() == PowerState.RUNNING) {
      return 0;
    }
    if (underWay.filter(launch -> launch.target().equals(Optional.of(vm.id()))).isPresent()) {
      return 1;
    }
    return vm.power().holdsResources() ? 2 : 3;
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
    return new Card(
        vm.id().value(),
        PlainText.line(vm.name()),
        state,
        word(state, vm, lock, action),
        lock.map(name -> lockLine(vm, name, state == CardState.LOCKED)).orElse(""),
        style.shape(),
        TagChip.of(vm.tags(), style),
        PlainText.of(String.join(" ", vm.tags().values())),
        vm.notes().map(text -> notes.html(text, notesShare)).orElse(""),
        facts(vm));
  }

  /** The state as text, with PVE's own word where that is more precise. */
  private static String word(
      CardState state, Vm vm, Optional<String> lock, Optional<StopAction> action) {
    return switch (state) {
      case LOCKED -> "Locked: " + lock.orElse("");
      case CRASHED -> vm.qmpStatus().isEmpty() ? "Crashed" : "Crashed: " + vm.qmpStatus();
      default -> state.word(action);
    };
  }

  /** A failed hibernation leaves a lock that no token can clear (pve-api.md §3). */
  private static String lockLine(Vm vm, String lock, boolean lockIsState) {
    String name = lockIsState ? "" : "locked: " + lock;
    if (!lock.equals("suspending")) {
      return name;
    }
    String advice = "If it stays: qm unlock %s on %s".formatted(vm.id(), vm.node());
    return lockIsState ? advice : name + ". " + advice;
  }

  private List<Card.Fact> facts(Vm vm) {
    List<Card.Fact> facts = new ArrayList<>();
    if (vm.power() == PowerState.RUNNING && !vm.uptime().isZero()) {
      facts.add(uptime(vm));
    }
    boolean saved = site.launch().filter(one -> one.savedByGuest().contains(vm.id())).isPresent();
    if (vm.power() == PowerState.STOPPED && saved) {
      facts.add(new Card.Fact(PageText.SAVED_BY_GUEST.text(), 0));
    }
    if (vm.cores() > 0) {
      facts.add(new Card.Fact(vm.cores() == 1 ? "1 core" : vm.cores() + " cores", 0));
    }
    if (vm.memoryBytes() > 0) {
      facts.add(new Card.Fact(memory(vm.memoryBytes()), 0));
    }
    if (severalNodes) {
      facts.add(new Card.Fact("on " + vm.node(), 0));
    }
    return facts;
  }

  private Card.Fact uptime(Vm vm) {
    Optional<Instant> began = Optional.ofNullable(site.startedAt().get(vm.id()));
    return new Card.Fact(Durations.up(vm.uptime()), began.map(Instant::toEpochMilli).orElse(0L));
  }

  private static String memory(long bytes) {
    if (bytes % GIB == 0) {
      return bytes / GIB + " GiB";
    }
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
        : Math.max(1, bytes >> 20) + " MiB";
  }
}
