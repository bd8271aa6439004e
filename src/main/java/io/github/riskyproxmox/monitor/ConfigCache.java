package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configurations as last read, and which to read next: those of new VMs, then those that a new
 * page requested, else one VM's every twenty seconds, because Proxmox does not report changes
 * (docs/adr/0010). Makes no requests. Not thread-safe.
 */
final class ConfigCache {
  static final Duration PERIOD = Duration.ofSeconds(20);

  /** How many configurations one batch reads. */
  static final int BATCH = 32;

  /** Younger configurations are not read again for a new page. */
  static final Duration AGE = Duration.ofMinutes(1);

  /**
   * The configuration of one VM.
   *
   * @param notes its notes
   * @param ostype PVE's word for its operating system
   * @param lines its devices and disks; empty if Proxmox refuses to show the configuration
   * @param askedAt when it was last requested
   * @param read whether a request ever succeeded
   */
  private record Config(
      Optional<String> notes,
      Optional<String> ostype,
      Optional<Map<String, String>> lines,
      Instant askedAt,
      boolean read) {
    static Config unread(Instant askedAt) {
      return new Config(Optional.empty(), Optional.empty(), Optional.empty(), askedAt, false);
    }
  }

  private final Map<VmId, Config> configs = new HashMap<>();
  private final Set<VmId> wanted = new HashSet<>();
  private Instant due = Instant.EPOCH;
  private Instant wantedAt = Instant.EPOCH;

  /** Adds the known notes and systems to the inventory, and forgets those of other VMs. */
  Inventory annotate(Inventory inventory) {
    Set<VmId> present = inventory.vms().stream().map(Vm::id).collect(Collectors.toSet());
    configs.keySet().retainAll(present);
    wanted.retainAll(present);
    List<Vm> vms = inventory.vms().stream().map(this::annotate).toList();
    return new Inventory(vms, inventory.silentNodes(), inventory.tagStyle());
  }

  /** Requests all configurations older than a minute: the first page after a while was opened. */
  void wantAll(Instant now) {
    want(Integer.MAX_VALUE, now);
  }

  /** Requests the oldest configurations, at most one batch a minute: a further page was opened. */
  void wantSome(Instant now) {
    if (!now.isBefore(wantedAt.plus(AGE))) {
      wantedAt = now;
      want(BATCH, now);
    }
  }

  private void want(int most, Instant now) {
    configs.entrySet().stream()
        .filter(entry -> !now.isBefore(entry.getValue().askedAt().plus(AGE)))
        .sorted(Comparator.comparing(entry -> entry.getValue().askedAt()))
        .limit(most)
        .forEach(entry -> wanted.add(entry.getKey()));
  }

  /** Cancels all requests for new pages. */
  void wantNone() {
    wanted.clear();
  }

  /** The VMs whose configurations to read now; may be empty. */
  List<VmRef> next(Inventory inventory, Instant now) {
    List<VmRef> first =
        Stream.concat(
                readable(inventory).filter(vm -> isUnread(vm, now)),
                readable(inventory).filter(vm -> wanted.contains(vm.id())))
            .map(Vm::ref)
            .distinct()
            .limit(BATCH)
            .toList();
    if (!first.isEmpty() || now.isBefore(due)) {
      return first;
    }
    return readable(inventory).min(Comparator.comparing(this::askedAt)).map(Vm::ref).stream()
        .toList();
  }

  /**
   * Stores configurations.
   *
   * @param asked the VMs whose configurations were requested
   * @param read those that could be read; an empty value where Proxmox refuses to show it
   */
  void store(List<VmRef> asked, Map<VmRef, Optional<VmConfig>> read, Instant now) {
    for (VmRef vm : asked) {
      Config old = configs.getOrDefault(vm.id(), Config.unread(now));
      Config config =
          Optional.ofNullable(read.get(vm))
              .map(
                  found ->
                      new Config(
                          found.flatMap(VmConfig::notes),
                          found.flatMap(VmConfig::ostype),
                          found.map(VmConfig::resources),
                          now,
                          true))
              .orElseGet(() -> new Config(old.notes(), old.ostype(), old.lines(), now, old.read()));
      configs.put(vm.id(), config);
      wanted.remove(vm.id());
    }
    due = now.plus(PERIOD);
  }

  /** Whether the VM's configuration has been read, or Proxmox has refused to show it. */
  boolean isRead(VmId id) {
    return Optional.ofNullable(configs.get(id)).filter(Config::read).isPresent();
  }

  /** The VM's devices and disks; empty if they are not known. */
  Optional<Map<String, String>> lines(VmId id) {
    return Optional.ofNullable(configs.get(id)).flatMap(Config::lines);
  }

  private Vm annotate(Vm vm) {
    Optional<Config> config = Optional.ofNullable(configs.get(vm.id()));
    return vm.configuredAs(config.flatMap(Config::notes), config.flatMap(Config::ostype));
  }

  private Instant askedAt(Vm vm) {
    return Optional.ofNullable(configs.get(vm.id())).map(Config::askedAt).orElse(Instant.EPOCH);
  }

  /** A configuration that could not be read is requested again after a minute. */
  private boolean isUnread(Vm vm, Instant now) {
    Config config = configs.get(vm.id());
    return config == null || (!config.read() && !now.isBefore(config.askedAt().plus(AGE)));
  }

  private static Stream<Vm> readable(Inventory inventory) {
    return inventory.vms().stream().filter(vm -> vm.power() != PowerState.UNKNOWN);
  }
}
