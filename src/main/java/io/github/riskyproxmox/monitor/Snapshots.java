package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.pve.Cause;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes new snapshots from old ones. The revision rises only if a page would show a change. */
final class Snapshots {
  /** A computed start time that differs by more is a new start, or a change of the clock. */
  private static final Duration JITTER = Duration.ofMinutes(1);

  private Snapshots() {}

  /** The snapshot before the first read. */
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
        Map.of(),
        Map.of());
  }

  /**
   * After a successful read. The growth of uptimes is not a change.
   *
   * @param found what was read, {@link #withKnownDetails with known details}
   * @param excludes see {@link SiteSnapshot#excludes}
   * @param facts newer facts of the launch
   */
  static SiteSnapshot read(
      SiteSnapshot old,
      Inventory found,
      Map<VmId, List<VmId>> excludes,
      ReadTimes times,
      Scheduler clock,
      LaunchFacts facts) {
    Inventory inventory = facts.merge(found, times.nodes());
    Duration lag = Duration.between(clock.steady(), clock.now());
    Map<VmId, Instant> startedAt = startedAt(old, inventory, times.nodes(), lag);
    return next(
        old,
        inventory,
        Optional.of(times),
        startedAt,
        Optional.empty(),
        old.launch(),
        old.launchIsNews(),
        excludes);
  }

  /** For a VM whose node is down Proxmox reports neither name nor size (pve-api.md §2). */
  static Inventory withKnownDetails(Inventory before, Inventory found) {
    Map<VmId, Vm> known = byId(before);
    return new Inventory(
        found.vms().stream()
            .map(vm -> vm.power() == PowerState.UNKNOWN ? withKnownDetails(vm, known) : vm)
            .toList(),
        found.silentNodes(),
        found.tagStyle());
  }

  private static Vm withKnownDetails(Vm vm, Map<VmId, Vm> known) {
    return Optional.ofNullable(known.get(vm.id())).map(vm::rememberedAs).orElse(vm);
  }

  /** After configurations were read. */
  static SiteSnapshot configured(
      SiteSnapshot old, Inventory inventory, Map<VmId, List<VmId>> excludes) {
    return next(
        old,
        inventory,
        old.read(),
        old.startedAt(),
        old.trouble(),
        old.launch(),
        old.launchIsNews(),
        excludes);
  }

  /** After a failed read: keeps the inventory and adds the reason. */
  static SiteSnapshot failed(SiteSnapshot old, PveException failure, Instant now) {
    return failed(
        old, Trouble.Kind.of(Cause.of(failure)), String.valueOf(failure.getMessage()), now);
  }

  /** The same with a kind and message of the caller. */
  static SiteSnapshot failed(SiteSnapshot old, Trouble.Kind kind, String message, Instant now) {
    Instant since = old.trouble().map(Trouble::since).orElse(now);
    return next(
        old,
        old.inventory(),
        old.read(),
        old.startedAt(),
        Optional.of(new Trouble(kind, message, since)),
        old.launch(),
        old.launchIsNews(),
        old.excludes());
  }

  /**
   * After a new report of the launch.
   *
   * @param news whether it is under way or ended a short time ago
   * @param facts the facts including this report's
   */
  static SiteSnapshot launched(
      SiteSnapshot old, LaunchReport report, boolean news, LaunchFacts facts) {
    Map<NodeName, Instant> readTimes = old.read().map(ReadTimes::nodes).orElse(Map.of());
    Inventory inventory = facts.merge(old.inventory(), readTimes);
    return next(
        old,
        inventory,
        old.read(),
        old.startedAt(),
        old.trouble(),
        Optional.of(report),
        news,
        old.excludes());
  }

  /** The launch with that id is no longer news. */
  static SiteSnapshot retired(SiteSnapshot old, String id) {
    boolean news =
        old.launchIsNews() && old.launch().filter(last -> last.id().equals(id)).isEmpty();
    return next(
        old,
        old.inventory(),
        old.read(),
        old.startedAt(),
        old.trouble(),
        old.launch(),
        news,
        old.excludes());
  }

  /** Raises the revision, because something else that pages show has changed. */
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
        old.changedAt(),
        old.excludes());
  }

  /** The only place that decides whether the revision rises. */
  private static SiteSnapshot next(
      SiteSnapshot old,
      Inventory inventory,
      Optional<ReadTimes> read,
      Map<VmId, Instant> startedAt,
      Optional<Trouble> trouble,
      Optional<LaunchReport> launch,
      boolean news,
      Map<VmId, List<VmId>> excludes) {
    long next = old.revision() + 1;
    Map<VmId, Instant> running = running(inventory, startedAt);
    Map<VmId, Long> changedAt = changedAt(old, inventory, running, excludes);
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
        changedAt,
        excludes);
  }

  private static Map<VmId, Long> changedAt(
      SiteSnapshot old,
      Inventory inventory,
      Map<VmId, Instant> startedAt,
      Map<VmId, List<VmId>> excludes) {
    long next = old.revision() + 1;
    Map<VmId, Vm> before = byId(old.inventory());
    Map<VmId, Long> changedAt = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      Optional<Instant> start = Optional.ofNullable(startedAt.get(vm.id()));
      boolean same =
          Optional.ofNullable(before.get(vm.id())).filter(known -> same(known, vm)).isPresent()
              && start.equals(Optional.ofNullable(old.startedAt().get(vm.id())))
              && Objects.equals(excludes.get(vm.id()), old.excludes().get(vm.id()));
      changedAt.put(vm.id(), same ? old.changedAt().getOrDefault(vm.id(), next) : next);
    }
    return Map.copyOf(changedAt);
  }

  private static Map<VmId, Vm> byId(Inventory inventory) {
    return inventory.vms().stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }

  /** Keeps start times, because uptimes are whole seconds of different sources. */
  private static Map<VmId, Instant> startedAt(
      SiteSnapshot old, Inventory inventory, Map<NodeName, Instant> readTimes, Duration lag) {
    Map<VmId, Vm> before = byId(old.inventory());
    Map<VmId, Instant> starts = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      Instant readAt = readTimes.getOrDefault(vm.node(), Instant.EPOCH).plus(lag);
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

  /** Whether the VM has not changed. A smaller uptime means that it restarted. */
  static boolean same(Vm before, Vm after) {
    boolean restarted = after.uptime().compareTo(before.uptime()) < 0;
    boolean firstKnown = before.uptime().isZero() && !after.uptime().isZero();
    return !restarted && !firstKnown && withoutUptime(before).equals(withoutUptime(after));
  }

  private static Vm withoutUptime(Vm vm) {
    return vm.in(vm.power(), vm.lock()).withQmpStatus(vm.qmpStatus());
  }
}
