package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.conflict.ClaimReader;
import io.github.riskyproxmox.domain.conflict.Claimant;
import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Conflicts;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.stop.GuestHibernation;
import io.github.riskyproxmox.stop.Hibernate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says of each VM whether it can be hibernated, what its tags do, and what it shares. */
final class GuestsCheck {
  private static final List<StopStrategy> HIBERNATION =
      List.of(new Hibernate(), new GuestHibernation());

  private final Settings settings;
  private final Proxmox proxmox;
  private final List<Vm> vms;
  private final Map<Vm, VmConfig> configs = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  GuestsCheck(Settings settings, Proxmox proxmox, Inventory inventory) {
    this.settings = settings;
    this.proxmox = proxmox;
    this.vms =
        inventory.vms().stream()
            .filter(vm -> !vm.template() && vm.power() != PowerState.UNKNOWN)
            .sorted(Comparator.comparing(Vm::id))
            .toList();
  }

  /** The findings by vmid. */
  List<Finding> run() {
    if (vms.isEmpty()) {
      findings.add(
          Finding.warning(
              "/vms",
              Message.of(MessageKey.NO_GUEST, settings.tokenId().toString()),
              Message.of(MessageKey.NO_GUEST_CURE)));
    }
    for (Vm vm : vms) {
      tags(vm);
      hibernation(vm);
    }
    shared();
    return findings;
  }

  /** The storages that hold the disks of the VMs. */
  Set<String> storages() {
    Set<String> storages = new TreeSet<>();
    configs.values().forEach(config -> storages.addAll(config.storages()));
    return storages;
  }

  /** The roles that are needed only because of what a VM uses. */
  Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (VmConfig config : configs.values()) {
      if (ClaimReader.usesMapping(config.resources())) {
        roles.add(Role.MAPPINGS);
      }
      if (config.device("hostpci").isPresent()) {
        roles.add(Role.GUEST_AGENT);
      }
    }
    return roles;
  }

  private void tags(Vm vm) {
    if (vm.tags().contains("easy-kill") && TagPolicy.isNeverKill(vm.tags())) {
      warn(vm, CheckText.EASY_AND_NEVER, CheckText.EASY_AND_NEVER_CURE);
    } else if (TagPolicy.isEasyKill(vm.tags()) && TagPolicy.isKept(vm.tags())) {
      warn(vm, CheckText.EASY_AND_KEEP, CheckText.EASY_AND_KEEP_CURE);
    }
  }

  private void hibernation(Vm vm) {
    Optional<StopSubject> subject = subject(vm);
    if (subject.isEmpty()) {
      warn(vm, CheckText.UNREADABLE, CheckText.UNREADABLE_CURE);
      return;
    }
    configs.put(vm, subject.get().config());
    StopStrategy strategy =
        HIBERNATION.stream().filter(one -> one.isFor(subject.get())).findFirst().orElseThrow();
    CheckText possible =
        strategy instanceof Hibernate ? CheckText.HIBERNATES : CheckText.HIBERNATES_BY_GUEST;
    findings.add(
        Finding.note(
            name(vm),
            strategy
                .availability(subject.get())
                .reason()
                .map(reason -> Message.of(CheckText.CANNOT_HIBERNATE, reason))
                .orElseGet(() -> Message.of(possible))));
  }

  private Optional<StopSubject> subject(Vm vm) {
    try {
      return proxmox
          .status(vm.ref())
          .flatMap(
              status ->
                  proxmox
                      .config(vm.ref())
                      .map(config -> new StopSubject(vm, status, config, agent(vm, config))));
    } catch (PveException unreadable) {
      return Optional.empty();
    }
  }

  /** Asked only where something depends on it: it may take 3 s to be silent (pve-api.md §11). */
  private Optional<AgentReport> agent(Vm vm, VmConfig config) {
    if (vm.power() != PowerState.RUNNING || config.device("hostpci").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(proxmox.agent(vm.ref()));
    } catch (PveException unasked) {
      return Optional.of(new AgentReport.Silent(String.valueOf(unasked.getMessage())));
    }
  }

  private void shared() {
    Mappings mappings = proxmox.readableMappings();
    List<Claimant> claimants = new ArrayList<>();
    configs.forEach(
        (vm, config) ->
            claimants.add(
                new Claimant(
                    vm.ref(),
                    vm.tags(),
                    Optional.of(
                        ClaimReader.claims(config.resources(), vm.tags(), vm.node(), mappings)))));
    ConflictPolicy policy = new ConflictPolicy(settings.exclude());
    for (Claimant one : claimants) {
      List<Claimant> here =
          claimants.stream().filter(other -> other.vm().node().equals(one.vm().node())).toList();
      Conflicts later = policy.of(one, here, other -> other.vm().id().compareTo(one.vm().id()) > 0);
      later.inTheWay().forEach(conflict -> share(one, conflict));
      later.kept().forEach(conflict -> share(one, conflict));
    }
  }

  private void share(Claimant one, Conflict conflict) {
    List<Message> claims =
        conflict.because().stream()
            .filter(reason -> reason instanceof Conflict.Shared)
            .map(Conflict.Reason::message)
            .toList();
    if (claims.isEmpty()) {
      return;
    }
    Vm here = vm(one.vm().id());
    Vm there = vm(conflict.vm().id());
    List<Vm> atBoot =
        Stream.of(here, there)
            .filter(vm -> order(vm).isPresent())
            .sorted(Comparator.comparing((Vm vm) -> order(vm).orElseThrow()).thenComparing(Vm::id))
            .toList();
    if (atBoot.size() == 2) {
      Vm second = atBoot.get(1);
      findings.add(
          Finding.warning(
              name(second),
              Message.of(CheckText.BOTH_AT_BOOT, claims, name(atBoot.get(0))),
              Message.of(
                  CheckText.BOTH_AT_BOOT_CURE,
                  second.ref().type() == GuestType.QEMU ? "qm" : "pct",
                  second.id().toString())));
    } else {
      findings.add(Finding.note(name(here), Message.of(CheckText.SHARES, claims, name(there))));
    }
  }

  private Optional<Integer> order(Vm vm) {
    return Objects.requireNonNull(configs.get(vm)).startupOrder();
  }

  private Vm vm(VmId id) {
    return vms.stream().filter(vm -> vm.id().equals(id)).findFirst().orElseThrow();
  }

  private void warn(Vm vm, CheckText what, CheckText cure) {
    findings.add(Finding.warning(name(vm), Message.of(what), Message.of(cure)));
  }

  private static String name(Vm vm) {
    return vm.inSentences().name() + " (" + vm.id() + ")";
  }
}
