package io.github.riskyproxmox.watch;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of a snapshot when something is learned; the revision rises on real change only. */
final class Snapshots {
  private Snapshots() {}

  /** Nothing known yet. */
  static SiteSnapshot first(String epoch) {
    return new SiteSnapshot(
        epoch, 1, Inventory.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** A reading went well: trouble is over. A clock that ticks on is no change. */
  static SiteSnapshot read(SiteSnapshot old, Inventory found, Instant now) {
    long next = old.revision() + 1;
    Inventory inventory = remembered(old.inventory(), found);
    Map<VmId, Long> changedAt = changedAt(old, inventory);
    boolean changed =
        changedAt.containsValue(next)
            || !changedAt.keySet().equals(old.changedAt().keySet())
            || !inventory.silentNodes().equals(old.inventory().silentNodes())
            || !inventory.tagStyle().equals(old.inventory().tagStyle())
            || old.readAt().isEmpty()
            || old.trouble().isPresent();
    return new SiteSnapshot(
        old.epoch(),
        changed ? next : old.revision(),
        inventory,
        Optional.of(now),
        Optional.empty(),
        old.launch(),
        changedAt);
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
    Map<VmId, Long> changedAt = changedAt(old, inventory);
    boolean changed = changedAt.containsValue(old.revision() + 1);
    return new SiteSnapshot(
        old.epoch(),
        changed ? old.revision() + 1 : old.revision(),
        inventory,
        old.readAt(),
        old.trouble(),
        old.launch(),
        changedAt);
  }

  private static Map<VmId, Long> changedAt(SiteSnapshot old, Inventory inventory) {
    long next = old.revision() + 1;
    Map<VmId, Vm> before = byId(old.inventory());
    Map<VmId, Long> changedAt = new HashMap<>();
    for (Vm vm : inventory.vms()) {
      boolean same =
          Optional.ofNullable(before.get(vm.id())).filter(known -> same(known, vm)).isPresent();
      changedAt.put(vm.id(), same ? old.changedAt().getOrDefault(vm.id(), next) : next);
    }
    return Map.copyOf(changedAt);
  }

  private static Map<VmId, Vm> byId(Inventory inventory) {
    return inventory.vms().stream().collect(Collectors.toMap(Vm::id, Function.identity()));
  }

  /** A reading failed: what was known is kept, with the reason. */
  static SiteSnapshot failed(SiteSnapshot old, PveException failure, Instant now) {
    Trouble.Kind kind = kind(failure);
    Instant since = old.trouble().map(Trouble::since).orElse(now);
    Optional<Trouble> trouble = Optional.of(new Trouble(kind, failure.getMessage(), since));
    return new SiteSnapshot(
        old.epoch(),
        trouble.equals(old.trouble()) ? old.revision() : old.revision() + 1,
        old.inventory(),
        old.readAt(),
        trouble,
        old.launch(),
        old.changedAt());
  }

  /** The launch is further on. */
  static SiteSnapshot launched(SiteSnapshot old, LaunchReport report) {
    Optional<LaunchReport> launch = Optional.of(report);
    return new SiteSnapshot(
        old.epoch(),
        launch.equals(old.launch()) ? old.revision() : old.revision() + 1,
        old.inventory(),
        old.readAt(),
        old.trouble(),
        launch,
        old.changedAt());
  }

  /** Something beside it that pages show has changed. */
  static SiteSnapshot touched(SiteSnapshot old) {
    return new SiteSnapshot(
        old.epoch(),
        old.revision() + 1,
        old.inventory(),
        old.readAt(),
        old.trouble(),
        old.launch(),
        old.changedAt());
  }

  private static boolean same(Vm before, Vm after) {
    boolean restarted = after.uptime().compareTo(before.uptime()) < 0;
    boolean firstKnown = before.uptime().isZero() && !after.uptime().isZero();
    return !restarted && !firstKnown && timeless(before).equals(timeless(after));
  }

  private static Vm timeless(Vm vm) {
    return vm.in(vm.power(), vm.lock());
  }

  private static Trouble.Kind kind(PveException failure) {
    if (failure instanceof PveRefused refused) {
      return switch (refused.reason()) {
        case TOKEN -> Trouble.Kind.TOKEN;
        case CERTIFICATE -> Trouble.Kind.CERTIFICATE;
        case PERMISSION, PARAMETER, HANDLER -> Trouble.Kind.REFUSED;
      };
    }
    if (failure instanceof PveUnavailable) {
      return Trouble.Kind.UNREACHABLE;
    }
    if (failure instanceof PveProtocolError) {
      return Trouble.Kind.NOT_UNDERSTOOD;
    }
    throw new IllegalArgumentException(failure);
  }
}
