package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.ForeignText;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.Load;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.wire.GuestsReply.Guest;
import io.github.riskyproxmox.proxmox.wire.ResourcesReply.Resource;
import io.github.riskyproxmox.proxmox.wire.StatusReply.Ha;
import io.github.riskyproxmox.proxmox.wire.StatusReply.Status;
import io.github.riskyproxmox.proxmox.wire.StoragesReply;
import io.github.riskyproxmox.proxmox.wire.TaskStatusReply.TaskStatus;
import io.github.riskyproxmox.proxmox.wire.TasksReply.Entry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates PVE's records to the domain's. */
final class Translation {
  // A name is a DNS name (PVE's format dns-name).
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_QUOTE = 100;

  /** A thousand years: a longer one is no uptime, and overflows in smaller units. */
  private static final long LONGEST_UPTIME = 1000L * 365 * 24 * 3600;

  private Translation() {}

  static Vm vm(NodeName node, GuestType type, Guest guest) {
    VmId id = vmId(guest.vmid(), guest.name());
    return new Vm(
        new VmRef(node, id, type),
        name(guest.name(), type, id),
        PowerState.of(text(guest.status()), text(guest.qmpstatus()), text(guest.lock())),
        given(guest.lock()),
        Tags.parse(text(guest.tags())),
        Optional.empty(),
        isSet(guest.template()),
        uptime(guest.uptime()),
        guest.cpus() == null ? 0 : (int) Math.ceil(guest.cpus()),
        guest.maxmem() == null ? 0 : guest.maxmem(),
        text(guest.qmpstatus()),
        Optional.empty(),
        load(guest.cpu(), guest.mem()));
  }

  /** A VM as the cluster's index has it: its status is QEMU's run state (pve-api.md §2). */
  static Vm indexed(NodeName node, Resource row) {
    VmId id = vmId(row.vmid(), row.name());
    String state = given(row.status()).orElse("unknown");
    String status = state.equals("stopped") || state.equals("unknown") ? state : "running";
    return new Vm(
        new VmRef(node, id),
        name(row.name(), GuestType.QEMU, id),
        PowerState.of(status, state, text(row.lock())),
        given(row.lock()),
        Tags.parse(text(row.tags())),
        Optional.empty(),
        isSet(row.template()),
        uptime(row.uptime()),
        row.maxcpu() == null ? 0 : (int) Math.ceil(row.maxcpu()),
        row.maxmem() == null ? 0 : row.maxmem(),
        state.equals("unknown") ? "" : state,
        Optional.empty(),
        load(row.cpu(), row.mem()));
  }

  /** A VM of a node that does not answer. */
  static Vm unknown(NodeName node, Resource resource) {
    VmId id = vmId(resource.vmid(), resource.name());
    return new Vm(
        new VmRef(node, id),
        name(resource.name(), GuestType.QEMU, id),
        PowerState.UNKNOWN,
        given(resource.lock()),
        Tags.parse(text(resource.tags())),
        Optional.empty(),
        isSet(resource.template()),
        Duration.ZERO,
        0,
        0);
  }

  static VmStatus status(VmRef vm, Status status) {
    PowerState power =
        PowerState.of(text(status.status()), text(status.qmpstatus()), text(status.lock()));
    if (power == PowerState.UNKNOWN) {
      throw new PveProtocolError(
          "Proxmox calls the status of VM "
              + vm.id()
              + " \""
              + foreign(text(status.status()))
              + "\", which is neither running nor stopped.");
    }
    Ha ha = status.ha();
    return new VmStatus(
        power,
        text(status.qmpstatus()),
        given(status.lock()),
        ha != null && isSet(ha.managed()),
        ha == null ? Optional.empty() : given(ha.state()),
        uptime(status.uptime()));
  }

  /** A storage; it counts as present if the answer does not say whether it is. */
  static Optional<Storage> storage(StoragesReply.Entry entry) {
    return given(entry.storage())
        .map(
            id ->
                new Storage(
                    id,
                    entry.enabled() == null || isSet(entry.enabled()),
                    entry.active() == null || isSet(entry.active())));
  }

  static Task task(Upid upid, TaskStatus status) {
    return switch (text(status.status())) {
      case "running" -> new Task(upid, new TaskOutcome.Running());
      case "stopped" -> new Task(upid, ended(status.exitstatus()));
      default ->
          throw new PveProtocolError(
              "Proxmox calls the status of task "
                  + upid
                  + " \""
                  + foreign(text(status.status()))
                  + "\", which is neither running nor stopped.");
    };
  }

  static Task task(Entry entry) {
    boolean runs =
        entry.endtime() == null && !given(entry.status()).filter(Translation::isEnd).isPresent();
    return new Task(
        upid(text(entry.upid())), runs ? new TaskOutcome.Running() : ended(entry.status()));
  }

  /**
   * Reads a UPID.
   *
   * @throws PveProtocolError if it is none
   */
  static Upid upid(String text) {
    try {
      return new Upid(text);
    } catch (IllegalArgumentException strange) {
      throw new PveProtocolError("Proxmox answered with no task id: " + foreign(text));
    }
  }

  /**
   * Reads a node's name.
   *
   * @throws PveProtocolError if it is none
   */
  static NodeName node(@Nullable String text) {
    try {
      return new NodeName(text(text));
    } catch (IllegalArgumentException strange) {
      throw new PveProtocolError(
          "Proxmox names a node \""
              + foreign(text(text))
              + "\"; a node's name is made of letters, digits and hyphens.",
          strange);
    }
  }

  static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(some -> !some.isEmpty());
  }

  // The list of tasks says RUNNING where the task's own status has no exitstatus (Tasks.pm).
  private static boolean isEnd(String status) {
    return !status.equals("RUNNING");
  }

  private static TaskOutcome ended(@Nullable String exitStatus) {
    // PVE's words for a worker whose end is not recorded (PVE::Tools::upid_read_status).
    return TaskOutcome.ended(given(exitStatus).orElse("unexpected status"));
  }

  private static VmId vmId(@Nullable Integer number, @Nullable String name) {
    try {
      return new VmId(number == null ? 0 : number);
    } catch (IllegalArgumentException strange) {
      String which =
          given(name).map(text -> " called \"" + foreign(text) + "\"").orElse(" without a name");
      throw new PveProtocolError(
          "Proxmox lists a VM" + which + " whose vmid is none. " + strange.getMessage(), strange);
    }
  }

  private static String name(@Nullable String name, GuestType type, VmId id) {
    String unnamed = (type == GuestType.LXC ? "CT " : "VM ") + id;
    return given(name).map(text -> ForeignText.shortened(text, LONGEST_NAME)).orElse(unnamed);
  }

  private static Duration uptime(@Nullable Long seconds) {
    return seconds == null || seconds > LONGEST_UPTIME
        ? Duration.ZERO
        : Duration.ofSeconds(seconds);
  }

  /**
   * A share of 0 means that it was not measured: each of Proxmox's processes has to read a guest
   * twice (pve-api.md §13).
   */
  private static Optional<Load> load(@Nullable Double cpu, @Nullable Long mem) {
    return cpu == null || mem == null || cpu == 0
        ? Optional.empty()
        : Optional.of(new Load(Math.min(100, cpu * 100), mem));
  }

  private static String foreign(String text) {
    return ForeignText.line(text, LONGEST_QUOTE);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static boolean isSet(@Nullable Integer flag) {
    return flag != null && flag != 0;
  }
}
