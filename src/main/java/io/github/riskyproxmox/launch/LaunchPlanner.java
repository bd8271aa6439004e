package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.Offer;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.message.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans launches from live readings: what a launch would involve, and what a request leads to. */
final class LaunchPlanner {
  private final Proxmox proxmox;
  private final ConflictFinder conflicts;
  private final VmOperations operations;
  private final OrphanedShutdowns orphans;
  private final StartCheck check;

  LaunchPlanner(
      Proxmox proxmox,
      ConflictFinder conflicts,
      VmOperations operations,
      OrphanedShutdowns orphans) {
    this.proxmox = proxmox;
    this.conflicts = conflicts;
    this.operations = operations;
    this.orphans = orphans;
    this.check = new StartCheck(proxmox);
  }

  /** What launching it would involve; empty if the token sees no such VM. */
  Optional<LaunchPreview> preview(VmId id) {
    return read(id).map(site -> preview(site, subjects(site)));
  }

  /** What the request leads to. Only reads. */
  LaunchDecision decide(LaunchRequest request, Instant now) {
    Optional<Site> found = read(request.target());
    if (found.isEmpty()) {
      VmId id = request.target();
      return new LaunchDecision.Answer(
          new LaunchReply.UnknownVm(id, Message.of(MessageKey.UNKNOWN_VM, id.toString())));
    }
    Site site = found.get();
    if (site.refusal().isPresent()) {
      return refused(site.refusal().get());
    }
    PowerState power = site.subject().status().power();
    if (power == PowerState.RUNNING) {
      return new LaunchDecision.Answer(
          new LaunchReply.AlreadyRunning(
              Message.of(MessageKey.ALREADY_RUNNING, site.target().name())));
    }
    return power == PowerState.CRASHED ? crashed(request, site, now) : stops(request, site, now);
  }

  /** The client chooses how to bring it back before anything else is asked. */
  private LaunchDecision crashed(LaunchRequest request, Site site, Instant now) {
    if (request.recovery().isEmpty()) {
      Message question =
          Message.of(
              MessageKey.ASK_RECOVERY,
              site.target().name(),
              site.subject().status().powerMessage());
      return new LaunchDecision.Answer(
          new LaunchReply.TargetCrashed(preview(site, subjects(site)), question));
    }
    return site.recoveries().stream()
        .filter(offer -> offer.recovery() == request.recovery().get())
        .flatMap(offer -> offer.availability().reason().stream())
        .findFirst()
        .map(LaunchPlanner::refused)
        .orElseGet(() -> stops(request, site, now));
  }

  private LaunchDecision stops(LaunchRequest request, Site site, Instant now) {
    List<StopSubject> subjects = subjects(site);
    LaunchPreview preview = preview(site, subjects);
    List<Vm> unexpected = unexpected(request, site);
    if (!unexpected.isEmpty()) {
      Message changed = Message.of(MessageKey.CHANGED_MEANWHILE, states(unexpected));
      return new LaunchDecision.Answer(new LaunchReply.NeedsAction(preview, changed));
    }
    if (request.action().isEmpty() && preview.needsAction()) {
      return question(preview);
    }
    // If VMs without the tag conflict as well, the action was chosen for those; a VM with the tag
    // is
    // then terminated if it cannot be stopped that way. If all have the tag, the action was chosen
    // for them, and no other is used.
    boolean othersToo = subjects.stream().anyMatch(other -> !VmOperations.isEasyKill(other.vm()));
    List<VmOperation> stops = new ArrayList<>();
    for (StopSubject subject : subjects) {
      boolean easyKill = VmOperations.isEasyKill(subject.vm());
      StopAction action = request.action().orElse(StopAction.TERMINATE);
      boolean fallBack = easyKill && othersToo && reason(action, subject).isPresent();
      StopAction chosen = fallBack ? StopAction.TERMINATE : action;
      Optional<Message> obstacle = reason(chosen, subject);
      if (obstacle.isPresent()) {
        return refused(obstacle.get());
      }
      boolean forItsTag = easyKill && (fallBack || request.action().isEmpty());
      stops.add(operations.stop(subject, chosen, forItsTag));
    }
    return new LaunchDecision.Go(plan(request, site, stops, now));
  }

  private LaunchPlan plan(LaunchRequest request, Site site, List<VmOperation> stops, Instant now) {
    boolean crashed = site.subject().status().power() == PowerState.CRASHED;
    boolean reset = crashed && request.recovery().filter(Recovery.RESET::equals).isPresent();
    if (crashed && !reset) {
      stops.add(operations.stop(site.subject(), StopAction.TERMINATE, false));
    }
    return new LaunchPlan(
        UUID.randomUUID().toString(),
        reset ? operations.reset(site.subject()) : operations.start(site.subject()),
        stops,
        orphans.metBy(stops, now),
        request.action(),
        now,
        request.client());
  }

  private Optional<Message> reason(StopAction action, StopSubject subject) {
    return operations.strategy(action).availability(subject).reason();
  }

  private static LaunchDecision question(LaunchPreview preview) {
    List<Vm> asked =
        preview.inTheWay().stream().filter(vm -> !preview.easyKills().contains(vm.id())).toList();
    List<Message> reasons =
        preview.offers().stream().flatMap(offer -> offer.availability().reason().stream()).toList();
    if (reasons.size() == preview.offers().size()) {
      return refused(Message.sentences(reasons.stream().distinct().toList()));
    }
    List<String> names = asked.stream().map(Vm::name).toList();
    return new LaunchDecision.Answer(
        new LaunchReply.NeedsAction(
            preview, Message.of(MessageKey.ASK_ACTION, names, states(asked))));
  }

  /** {@code a and b are running}, or {@code a is running and b is asleep}. */
  private static Message states(List<Vm> vms) {
    List<Message> states = vms.stream().map(Vm::powerMessage).distinct().toList();
    return states.size() == 1
        ? Message.of(MessageKey.IN_STATE, vms.stream().map(Vm::name).toList(), states.get(0))
        : Message.of(MessageKey.IN_STATES, vms.stream().map(vm -> states(List.of(vm))).toList());
  }

  /** The conflicting VMs that the client did not know of. */
  private static List<Vm> unexpected(LaunchRequest request, Site site) {
    return request
        .running()
        .map(known -> site.inTheWay().stream().filter(vm -> !known.contains(vm.id())).toList())
        .orElse(List.of());
  }

  private LaunchPreview preview(Site site, List<StopSubject> subjects) {
    Set<VmId> easyKills = new HashSet<>();
    site.inTheWay().stream().filter(VmOperations::isEasyKill).map(Vm::id).forEach(easyKills::add);
    List<StopSubject> asked =
        subjects.stream().filter(subject -> !easyKills.contains(subject.vm().id())).toList();
    List<StopSubject> concerned = asked.isEmpty() ? subjects : asked;
    List<Offer> offers =
        concerned.isEmpty()
            ? List.of()
            : operations.strategies().stream().map(strategy -> offer(strategy, concerned)).toList();
    return new LaunchPreview(
        site.target(),
        site.inTheWay(),
        site.because(),
        easyKills,
        offers,
        site.refusal(),
        site.recoveries());
  }

  private static Offer offer(StopStrategy strategy, List<StopSubject> subjects) {
    List<Message> reasons =
        subjects.stream()
            .flatMap(subject -> strategy.availability(subject).reason().stream())
            .toList();
    return new Offer(
        strategy.action(),
        strategy.destructive(),
        reasons.isEmpty()
            ? new Availability.Available()
            : new Availability.Unavailable(Message.sentences(reasons)));
  }

  private Optional<Site> read(VmId id) {
    return proxmox
        .locate(id)
        .flatMap(
            ref -> {
              List<Vm> guests = guests(ref);
              return guests.stream()
                  .filter(vm -> vm.id().equals(id))
                  .findFirst()
                  .map(target -> site(subject(target), conflicts.find(target, guests)));
            });
  }

  /** The cluster knows the VM, so it is its node that does not answer; the message names it. */
  private List<Vm> guests(VmRef target) {
    try {
      return proxmox.guests(target.node()).stream().map(Vm::inSentences).toList();
    } catch (PveUnavailable unavailable) {
      Message message =
          Message.of(
              MessageKey.NODE_SILENT,
              target.id().toString(),
              target.node().toString(),
              String.valueOf(unavailable.getMessage()));
      throw new PveUnavailable(Messages.text(message), unavailable.delivery(), unavailable);
    }
  }

  private Site site(StopSubject target, ConflictFinder.Found found) {
    Optional<Message> refusal = check.refusal(target).or(() -> kept(target, found));
    return new Site(target, found.inTheWay(), found.because(), refusal, check.recoveries(target));
  }

  /** No launch stops a VM with the tag {@code keep}. */
  private static Optional<Message> kept(StopSubject target, ConflictFinder.Found found) {
    return target.status().power() == PowerState.RUNNING
        ? Optional.empty()
        : found.kept().stream()
            .findFirst()
            .map(
                vm ->
                    Message.of(
                        MessageKey.KEPT_IN_USE,
                        target.vm().name(),
                        vm.name(),
                        found.because().get(vm.id()).stream()
                            .map(Conflict.Reason::message)
                            .toList()));
  }

  private StopSubject subject(Vm target) {
    return operations
        .subject(target)
        .orElseThrow(
            () ->
                new PveProtocolError(
                    Messages.text(Message.of(MessageKey.VANISHED, target.ref().toString()))));
  }

  /** The conflicting VMs with what a strategy needs; one that has gone since is left out. */
  private List<StopSubject> subjects(Site site) {
    List<StopSubject> subjects = new ArrayList<>();
    for (Vm vm : site.inTheWay()) {
      operations.subject(vm).ifPresent(subjects::add);
    }
    return subjects;
  }

  private static LaunchDecision refused(Message reason) {
    return new LaunchDecision.Answer(new LaunchReply.Refused(reason));
  }

  /** The target and the VMs that conflict with it, as just read. */
  private record Site(
      StopSubject subject,
      List<Vm> inTheWay,
      Map<VmId, List<Conflict.Reason>> because,
      Optional<Message> refusal,
      List<RecoveryOffer> recoveries) {
    Vm target() {
      return subject.vm();
    }
  }
}
