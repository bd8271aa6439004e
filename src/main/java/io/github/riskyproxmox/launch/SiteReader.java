package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.message.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads what a decision needs: a VM, and the guests of its node. All readings are live. */
final class SiteReader {
  private final Proxmox proxmox;
  private final ConflictFinder conflicts;
  private final VmOperations operations;

  SiteReader(Proxmox proxmox, ConflictFinder conflicts, VmOperations operations) {
    this.proxmox = proxmox;
    this.conflicts = conflicts;
    this.operations = operations;
  }

  /**
   * A VM and what is in its way, as just read.
   *
   * @param subject the VM with its status and configuration
   * @param found what is in its way
   * @param remarks what else should be known before it is started
   */
  record Site(StopSubject subject, ConflictFinder.Found found, List<Message> remarks) {
    Vm target() {
      return subject.vm();
    }
  }

  /** That VM and what is in its way; empty if the token sees no such VM. */
  Optional<Site> around(VmId id) {
    return proxmox
        .locate(id)
        .flatMap(
            ref -> {
              List<Vm> guests = guests(ref);
              return guests.stream()
                  .filter(vm -> vm.id().equals(id))
                  .findFirst()
                  .map(target -> site(target, guests));
            });
  }

  private Site site(Vm target, List<Vm> guests) {
    StopSubject subject = subject(target);
    return new Site(
        subject, conflicts.find(target, guests), ContainerGroups.remarks(proxmox, subject));
  }

  /** The guests in the way with what a strategy needs; one that has gone since is left out. */
  List<StopSubject> inTheWay(Site site) {
    return subjects(site.found().inTheWay());
  }

  /** The VMs of that node that hold resources, by vmid. */
  List<StopSubject> holders(NodeName node) {
    return subjects(
        proxmox.guests(node).stream()
            .map(Vm::inSentences)
            .filter(vm -> vm.power().holdsResources() && !vm.template())
            .sorted(Comparator.comparing(Vm::id))
            .toList());
  }

  private List<StopSubject> subjects(List<Vm> vms) {
    List<StopSubject> subjects = new ArrayList<>();
    for (Vm vm : vms) {
      operations.subject(vm).ifPresent(subjects::add);
    }
    return subjects;
  }

  /** The cluster knows the VM, so it is its node that does not answer; the message names it. */
  private List<Vm> guests(VmRef target) {
    try {
      return proxmox.guests(target.node()).stream().map(Vm::inSentences).toList();
    } catch (PveUnavailable unavailable) {
      Message message =
          Message.of(MessageKey.NODE_SILENT, target.id().toString(), target.node().toString());
      throw new PveUnavailable(Messages.text(message), unavailable.delivery(), unavailable);
    }
  }

  private StopSubject subject(Vm target) {
    return operations
        .subject(target)
        .orElseThrow(
            () ->
                new PveProtocolError(
                    Messages.text(Message.of(MessageKey.VANISHED, target.ref().toString()))));
  }
}
