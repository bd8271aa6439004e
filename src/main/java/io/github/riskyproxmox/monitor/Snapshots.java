package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of a snapshot when something is learned; the revision rises on real change only. */
final class Snapshots {
  /**
   * A start that is computed to have been otherwise by more than that was another, or the clock.
   */
  private static final Duration JITTER = Duration.ofMinutes(1);

  private Snapshots() {}

  /** Nothing known yet. */
  static SiteSnapshot first(String epoch) {
    return new SiteSnapshot(
        epoch,
        1,
        Inventory.EMPTY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Map.of(),
        Map.of());
  }

  /**
   * A reading went well: trouble is over. A clock that ticks on is no change.
   *
   * @param facts what the launch knows better
   */
  static SiteSnapshot read(
      SiteSnapshot old, Inventory found, ReadTimes times, Scheduler clock, LaunchFacts facts) {
    Inventory inventory = facts.merge(remembered(old.inventory(), found), times.nodes());
    Duration lag = Duration.between(clock.steady(), clock.now());
    Map<VmId, Instant> startedAt = startedAt(old, inventory, times.nodes(), lag);
    return next(
        old,
        inventory,
        Optional.of(times),
        startedAt,
        Optional.empty(),
        old.launch(),
        old.launchIsNews());
  }

  /** Of a VM whose node is down Proxmox tells neither name nor size (pve-api.md 2). */
  private static Inventory remembered(Inventory before, Inventory found) {
    Map<VmId, Vm> known = byId(before);
    return new Inventory(
        found.vms().stream()
            .map(vm -> vm.power() == PowerState.UNKNOWN ? remembered(vm, known) : vm)
            .toList(),
        found.silentNodes(),
        found.tagStyle());
  }

  private static Vm remembered(Vm vm, Map<VmId, Vm> known) {
    return Optional.ofNullable(known.get(vm.id())).map(vm::rememberedAs).orElse(vm);
  }

  /** Notes were read, and nothing else. */
  static SiteSnapshot noted(SiteSnapshot old, Inventory inventory) {
    return next(
        old,
        inventory,
        old.read(),
        old.startedAt(),
        old.trouble(),
        old.launch(),
        old.launchIsNews());
  }

  /** A reading failed: what was known is kept, with the reason. */
  static SiteSnapshot failed(SiteSnapshot old, PveException failure, Instant now) {
    return failed(old, kind(failure), String.valueOf(failure.getMessage()), now);
  }

  /** The same for a reason of the agent's own. */
  static SiteSnapshot failed(SiteSnapshot old, Trouble.Kind kind, String message, Instant now) {
    Instant since = old.trouble().map(Trouble::since).orElse(now);
    return next(
        old,
        old.inventory(),
        old.read(),
        old.startedAt(),
        Optional.of(new Trouble(kind, message, since)),
        old.launch(),
        old.launchIsNews());
  }

  /**
   * The launch is further on.
   *
   * @param news whether it is under way, or was over a short while ago
   * @param facts what it knows by now
   */
  static SiteSnapshot launched(
      SiteSnapshot old, LaunchReport report, boolean news, LaunchFacts facts) {
    Map<NodeName, Instant> began = old.read().map(ReadTimes::nodes).orElse(Map.of());
    Inventory inventory = facts.merge(old.inventory(), began);
    return next(
        old, inventory, old.read(), old.startedAt(), old.trouble(), Optional.of(report), news);
  }

  /** How that launch went is history by now. */
  static SiteSnapshot retired(SiteSnapshot old, String id) {
    boolean news =
        old.launchIsNews() && old.launch().filter(last -> last.id().equals(id)).isEmpty();
    return next(
        old, old.inventory(), old.read(), old.startedAt(), old.trouble(), old.launch(), news);
  }

  /** Something beside it that pages show has changed. */
  static SiteSnapshot touched(SiteSnapshot old) {
    return new SiteSnapshot(
        old.epoch(),
        old.revision() + 1,
        old.inventory(),
        old.read(),
        old.trouble(),
        old.launch(),
        old.launchIsNews(),
        old.startedAt(),
        old.changedAt());
  }

  /** The one place where it is decided whether the revision rises: if a page would show it. */
  private static SiteSnapshot next(
      SiteSnapshot old,
      Inventory inventory,
      Optional<ReadTimes> read,
      Map<VmId, Instant> startedAt,
      Optional<Trouble> trouble,
      Optional<LaunchReport> launch,
      boolean news) {
    long next = old.revision() + 1;
    Map<VmId, Instant> running = running(inventory, startedAt);
    Map<VmId, Long> changedAt = changedAt(old, inventory, running);
    boolean changed =
        changedAt.containsValue(next)
            || !changedAt.keySet().equals(old.changedAt().keySet())
            || !inventory.silentNodes().equals(old.inventory().silentNodes())
            || !inventory.tagStyle().equals(old.inventory().tagStyle())
            || read.isPresent() != old.read().isPresent()
            || !trouble.equals(old.trouble())
            || !launch.equals(old.launch())
            || news != old.launchIsNews();
    return new SiteSnapshot(
        old.epoch(),
        changed ? next : old.revision(),
        inventory,
        read,
        trouble,
        launch,
        news,
        running,
        changedAt);
  }

  private static Map<VmId, Long> changedAt(
      SiteSnapshot old, Inventory inventory, Map<VmId, Instant> startedAt) {
    long next = old.revision() + 1;
    Map<VmId, Vm> before = byId(old.inventory());
    Map<VmId, Long> changedAt = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      Optional<Instant> start = Optional.ofNullable(startedAt.get(vm.id()));
      boolean same =
          Optional.ofNullable(before.get(vm.id())).filter(known -> same(known, vm)).isPresent()
              && start.equals(Optional.ofNullable(old.startedAt().get(vm.id())));
      changedAt.put(vm.id(), same ? old.changedAt().getOrDefault(vm.id(), next) : next);
    }
    return Map.copyOf(changedAt);
  }

  private static Map<VmId, Vm> byId(Inventory inventory) {
    return inventory.vms().stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }

  /** Uptimes come in whole seconds and from different sources: a start once computed is kept. */
  private static Map<VmId, Instant> startedAt(
      SiteSnapshot old, Inventory inventory, Map<NodeName, Instant> began, Duration lag) {
    Map<VmId, Vm> before = byId(old.inventory());
    Map<VmId, Instant> starts = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      Instant readAt = began.getOrDefault(vm.node(), Instant.EPOCH).plus(lag);
      Instant start = readAt.minus(vm.uptime()).truncatedTo(ChronoUnit.MILLIS);
      Optional<Instant> known =
          Optional.ofNullable(old.startedAt().get(vm.id()))
              .filter(then -> Duration.between(then, start).abs().compareTo(JITTER) <= 0)
              .filter(
                  then ->
                      Optional.ofNullable(before.get(vm.id()))
                          .filter(last -> same(last, vm))
                          .isPresent());
      starts.put(vm.id(), known.orElse(start));
    }
    return starts;
  }

  private static Map<VmId, Instant> running(Inventory inventory, Map<VmId, Instant> startedAt) {
    Map<VmId, Instant> running = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      if (!vm.uptime().isZero() && startedAt.containsKey(vm.id())) {
        running.put(vm.id(), startedAt.get(vm.id()));
      }
    }
    return Map.copyOf(running);
  }

  /** Whether nothing has happened to it: a restart shows in an uptime that is less. */
  static boolean same(Vm before, Vm after) {
    boolean restarted = after.uptime().compareTo(before.uptime()) < 0;
    boolean firstKnown = before.uptime().isZero() && !after.uptime().isZero();
    return !restarted && !firstKnown && timeless(before).equals(timeless(after));
  }

  private static Vm timeless(Vm vm) {
    return vm.in(vm.power(), vm.lock()).withQmpStatus(vm.qmpStatus());
  }

  private static Trouble.Kind kind(PveException failure) {
    return switch (failure) {
      case PveUnavailable unavailable -> Trouble.Kind.UNREACHABLE;
      case PveProtocolError notUnderstood -> Trouble.Kind.NOT_UNDERSTOOD;
      case PveRefused refused ->
          switch (refused.reason()) {
            case TOKEN -> Trouble.Kind.TOKEN;
            case CERTIFICATE -> Trouble.Kind.CERTIFICATE;
            case PERMISSION, PARAMETER, HANDLER -> Trouble.Kind.REFUSED;
          };
    };
  }
}
