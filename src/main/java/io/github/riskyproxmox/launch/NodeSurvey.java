package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the target's node just before the target is started. */
final class NodeSurvey {
  private final Proxmox proxmox;
  private final VmOperations operations;
  private final ConflictFinder conflicts;
  private final LaunchClock launchClock;

  NodeSurvey(
      Proxmox proxmox, VmOperations operations, ConflictFinder conflicts, LaunchClock launchClock) {
    this.proxmox = proxmox;
    this.operations = operations;
    this.conflicts = conflicts;
    this.launchClock = launchClock;
  }

  /** The target and the VMs that hold its resources now. Throws what {@link Proxmox} throws. */
  LaunchEvent of(LaunchState state) {
    VmOperation start = state.start().orElseThrow().operation();
    List<Vm> guests = proxmox.guests(start.vm().node()).stream().map(Vm::inSentences).toList();
    Optional<Vm> target = guests.stream().filter(vm -> vm.id().equals(start.vm().id())).findFirst();
    List<VmOperation> alsoToStop = new ArrayList<>();
    List<String> blockers = new ArrayList<>();
    target.ifPresent(
        found -> {
          ConflictFinder.Found now = conflicts.find(found, guests);
          for (Vm vm : now.inTheWay()) {
            easyKill(state, vm, now.because())
                .ifPresentOrElse(alsoToStop::add, () -> blockers.add(vm.name()));
          }
          now.kept().forEach(vm -> blockers.add(vm.name()));
        });
    return new LaunchEvent.Surveyed(
        target.map(vm -> status(vm, start)), alsoToStop, blockers, launchClock.now());
  }

  private static VmStatus status(Vm vm, VmOperation start) {
    return new VmStatus(
        vm.power(), vm.qmpStatus(), vm.lock(), start.haManaged(), Optional.empty(), vm.uptime());
  }

  /** A VM that has started meanwhile stops too if it may be terminated without a question. */
  private Optional<VmOperation> easyKill(
      LaunchState state, Vm vm, Map<VmId, List<Conflict.Reason>> because) {
    boolean handled =
        state.stops().stream().anyMatch(stop -> stop.operation().vm().equals(vm.ref()));
    if (handled || !VmOperations.isEasyKill(vm)) {
      return Optional.empty();
    }
    return operations
        .subject(vm)
        .filter(this::canBeTerminated)
        .map(
            subject -> operations.stop(subject, StopAction.TERMINATE, true, messages(because, vm)));
  }

  private static List<Message> messages(Map<VmId, List<Conflict.Reason>> because, Vm vm) {
    return because.getOrDefault(vm.id(), List.of()).stream().map(Conflict.Reason::message).toList();
  }

  private boolean canBeTerminated(StopSubject subject) {
    return operations.availability(StopAction.TERMINATE, subject).reason().isEmpty();
  }
}
