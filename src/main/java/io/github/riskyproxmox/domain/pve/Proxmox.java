package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of Proxmox VE that the agent uses (a port). Every method may throw {@link
 * PveUnavailable}, {@link PveRefused} or {@link PveProtocolError}; every read is live, never from
 * {@code cluster/resources}, except for {@link #index()} and for the VMs of a node that does not
 * answer. The methods that return a {@link Upid} only create a task: PVE answers before anything
 * has happened.
 */
public interface Proxmox {
  /**
   * Every QEMU guest the token may see, without their notes: one request per node and one or two
   * more. Nodes that do not answer are listed in {@link Inventory#silentNodes()}; it throws only if
   * no node answers at all.
   */
  Inventory inventory();

  /** The nodes: the one that the agent is bound to, or all, cached for a minute at most. */
  List<NodeName> nodes();

  /**
   * Every QEMU guest the token may see as the cluster's index knows it, in one request. Existence,
   * node, lock and tags are live; all else was broadcast by its node up to 14 s ago (pve-api.md
   * §2), and of a VM whose node has not reported the state is unknown. Nodes that are known to be
   * offline are listed in {@link Inventory#silentNodes()}. No decision is based on it.
   */
  Inventory index();

  /**
   * The configurations of those VMs, one request each. The map has no VM that is gone or whose node
   * does not answer. It has an empty value where Proxmox refuses to show the configuration. Never
   * throws a {@link PveException}.
   */
  default Map<VmRef, Optional<VmConfig>> configs(Collection<VmRef> vms) {
    Map<VmRef, Optional<VmConfig>> configs = new HashMap<>();
    for (VmRef vm : vms) {
      try {
        config(vm).ifPresent(read -> configs.put(vm, Optional.of(read)));
      } catch (PveRefused refused) {
        configs.put(vm, Optional.empty());
      } catch (PveUnavailable | PveProtocolError unread) {
        // The next VM may be on another node.
        continue;
      }
    }
    return configs;
  }

  /**
   * The node and vmid of that guest; empty if there is no such QEMU guest, or the token may not see
   * it. The cluster file system answers that at once, even if the guest's node does not answer.
   */
  Optional<VmRef> locate(VmId id);

  /** The QEMU guests of one node now, without their notes. */
  List<Vm> guests(NodeName node);

  /**
   * The containers of one node now that the token may see, without their notes. They are running or
   * stopped (pve-api.md §12).
   */
  default List<Vm> containers(NodeName node) {
    return List.of();
  }

  /** {@code status/current}; empty if the node has no such guest (removed, or moved elsewhere). */
  Optional<VmStatus> status(VmRef vm);

  /** The guest's configuration, read now; empty if the node has no such guest. */
  Optional<VmConfig> config(VmRef vm);

  /**
   * The configuration that a running guest has now, without changes that wait for its next start
   * (pve-api.md §10: {@code current=1}); empty if the node has no such guest.
   */
  default Optional<VmConfig> configInUse(VmRef vm) {
    return config(vm);
  }

  /**
   * The resource mappings that the token may read, known for a minute at most. Others are absent,
   * which says nothing of them (pve-api.md §10).
   */
  default Mappings mappings() {
    return Mappings.NONE;
  }

  /** The same; none if Proxmox refuses them: a mapping is then compared by its name. */
  default Mappings readableMappings() {
    try {
      return mappings();
    } catch (PveRefused refused) {
      return Mappings.NONE;
    }
  }

  /**
   * The storages of a node, without those that the token may not see (pve-api.md §13). It gives up
   * after a few seconds, because Proxmox waits for a storage that hangs.
   */
  List<Storage> storages(NodeName node);

  /** Starts a VM; a hibernated one resumes from disk. */
  Upid start(VmRef vm);

  /**
   * Resumes a VM whose QEMU is still there: one paused in RAM, asleep, not begun or powered off
   * (pve-api.md §14).
   */
  Upid resume(VmRef vm);

  /**
   * Resets it. A VM that did not run is then in {@code prelaunch} and needs a {@link #resume}
   * (pve-api.md §14).
   */
  Upid reset(VmRef vm);

  /**
   * Asks the guest to power off; the task fails after the timeout and leaves the guest running. A
   * container's task fails up to 5 s after twice the timeout, and a container that does not run is
   * refused at once (pve-api.md §12).
   */
  Upid shutdown(VmRef vm, Duration timeout);

  /** Suspends to disk ({@code suspend} with {@code todisk=1}). */
  Upid hibernate(VmRef vm);

  /** Stops it at once. A container that does not run is refused (pve-api.md §12). */
  Upid stop(VmRef vm);

  /**
   * Stops it at once and ends a shutdown under way ({@code overrule-shutdown=1}).
   *
   * @throws PveRefused with {@link PveRefused.Reason#PARAMETER} and an error for {@code
   *     overrule-shutdown} on a PVE older than 8.2 or an HA-managed VM
   */
  Upid stopOverrulingShutdown(VmRef vm);

  /**
   * Whether the VM's guest agent answers (pve-api.md §11). It takes up to 3 s where it does not.
   *
   * @throws PveRefused with {@link PveRefused.Reason#PERMISSION} where the token may not ask: it
   *     lacks VM.GuestAgent.Audit (PVE 8: VM.Monitor)
   */
  AgentReport agent(VmRef vm);

  /**
   * Asks the guest agent to save the guest's memory to the guest's own disk and to power off
   * (pve-api.md §11). There is no task. The guest falls asleep instead of answering, so it returns
   * after 5 s without an answer too, up to 8 s in all: only {@link #status} says whether the VM
   * stopped. Afterwards it is stopped like any other.
   *
   * @throws PveRefused with the agent's words, or Proxmox's where the agent does not answer
   */
  void suspendDisk(VmRef vm);

  /**
   * Shuts down a node: 2 s later it begins to stop its guests, and that cannot be revoked. There is
   * no task (pve-api.md §13).
   *
   * @throws PveRefused with {@link PveRefused.Reason#PERMISSION} without Sys.PowerMgmt on the node
   */
  void shutDownNode(NodeName node);

  /**
   * Whether the token has Sys.PowerMgmt on that node (pve-api.md §7, {@code access/permissions}).
   */
  boolean mayShutDown(NodeName node);

  /** The state of a task; {@link TaskOutcome.Vanished} if PVE does not know it. */
  Task task(Upid upid);

  /** The last line of the task's log that is not blank; empty if there is none yet. */
  Optional<String> lastLogLine(Upid upid);

  /** Why a start failed, where its log says more than its outcome; empty if it does not. */
  Optional<String> startComplaint(Upid upid);

  /** Aborts a task of this token. */
  void abort(Upid upid);

  /** The guest's tasks of this token, running and recently ended, newest first. */
  List<Task> tasks(VmRef vm);

  /**
   * The rows that were left out when the lists were last read, because they could not be
   * understood: a sentence for each, and only a few for each list. Sends no request.
   */
  default List<String> unreadable() {
    return List.of();
  }
}
