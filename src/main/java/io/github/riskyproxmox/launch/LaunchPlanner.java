package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Plans launches from live readings: what a launch would involve, and what a request leads to. */
final class LaunchPlanner {
  private final SiteReader sites;
  private final VmOperations operations;
  private final StopPlanner stops;
  private final OrphanedShutdowns orphans;
  private final StartCheck check;

  LaunchPlanner(
      SiteReader sites, VmOperations operations, OrphanedShutdowns orphans, StartCheck check) {
    this.sites = sites;
    this.operations = operations;
    this.stops = new StopPlanner(operations);
    this.orphans = orphans;
    this.check = check;
  }

  /** What launching it would involve; empty if the token sees no such VM. */
  Optional<LaunchPreview> preview(VmId id) {
    return sites.around(id).map(site -> preview(site, choice(site, sites.inTheWay(site))));
  }

  /** What the request leads to. Only reads. */
  LaunchDecision decide(LaunchRequest.Start request, Instant now) {
    Optional<SiteReader.Site> found = sites.around(request.target());
    if (found.isEmpty()) {
      return LaunchDecision.unknown(request.target());
    }
    SiteReader.Site site = found.get();
    Optional<Message> refusal = refusal(site);
    if (refusal.isPresent()) {
      return LaunchDecision.refused(refusal.get());
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
  private LaunchDecision crashed(LaunchRequest.Start request, SiteReader.Site site, Instant now) {
    if (request.recovery().isEmpty()) {
      Message question =
          Message.of(
              MessageKey.ASK_RECOVERY,
              site.target().name(),
              site.subject().status().powerMessage());
      LaunchPreview preview = preview(site, choice(site, sites.inTheWay(site)));
      return new LaunchDecision.Answer(new LaunchReply.TargetCrashed(preview, question));
    }
    return check.recoveries(site.subject()).stream()
        .filter(offer -> offer.recovery() == request.recovery().get())
        .flatMap(offer -> offer.availability().reason().stream())
        .findFirst()
        .map(LaunchDecision::refused)
        .orElseGet(() -> stops(request, site, now));
  }

  private LaunchDecision stops(LaunchRequest.Start request, SiteReader.Site site, Instant now) {
    List<StopSubject> subjects = sites.inTheWay(site);
    List<Message> remarks = site.remarks();
    List<Vm> unexpected = unexpected(request, site);
    if (!unexpected.isEmpty()) {
      Message changed = Message.of(MessageKey.CHANGED_MEANWHILE, StopPlanner.states(unexpected));
      return new LaunchDecision.Answer(
          new LaunchReply.NeedsAction(choice(site, subjects), remarks, changed));
    }
    return switch (stops.plan(subjects, site.found().because(), request.wish())) {
      case StopPlanner.Outcome.Stops planned ->
          new LaunchDecision.Go(plan(request, site, planned.operations(), now));
      case StopPlanner.Outcome.Refused refused -> LaunchDecision.refused(refused.reason());
      case StopPlanner.Outcome.Undecided undecided -> {
        List<String> names = undecided.guests().stream().map(Vm::name).toList();
        Message question =
            Message.of(MessageKey.ASK_ACTION, names, StopPlanner.states(undecided.guests()));
        yield new LaunchDecision.Answer(
            StopPlanner.question(choice(site, subjects), remarks, question));
      }
    };
  }

  private LaunchPlan plan(
      LaunchRequest.Start request, SiteReader.Site site, List<VmOperation> others, Instant now) {
    boolean crashed = site.subject().status().power() == PowerState.CRASHED;
    boolean reset = crashed && request.recovery().filter(Recovery.RESET::equals).isPresent();
    List<VmOperation> all = new ArrayList<>(others);
    if (crashed && !reset) {
      all.add(operations.stop(site.subject(), StopAction.TERMINATE, false, List.of()));
    }
    return new LaunchPlan(
        UUID.randomUUID().toString(),
        Optional.of(reset ? operations.reset(site.subject()) : operations.start(site.subject())),
        all,
        Optional.empty(),
        orphans.metBy(all, now),
        request.wish().action(),
        now,
        request.client());
  }

  /** The conflicting VMs that the client did not know of. */
  private static List<Vm> unexpected(LaunchRequest.Start request, SiteReader.Site site) {
    return request
        .running()
        .map(
            known ->
                site.found().inTheWay().stream().filter(vm -> !known.contains(vm.id())).toList())
        .orElse(List.of());
  }

  private StopChoice choice(SiteReader.Site site, List<StopSubject> subjects) {
    return stops.choice(subjects, site.found().because());
  }

  private LaunchPreview preview(SiteReader.Site site, StopChoice choice) {
    List<RecoveryOffer> recoveries = check.recoveries(site.subject());
    return new LaunchPreview(site.target(), choice, refusal(site), recoveries, site.remarks());
  }

  private Optional<Message> refusal(SiteReader.Site site) {
    return check.refusal(site.subject()).or(() -> kept(site));
  }

  /** No launch stops a VM with the tag {@code keep}. */
  private static Optional<Message> kept(SiteReader.Site site) {
    ConflictFinder.Found found = site.found();
    return site.subject().status().power() == PowerState.RUNNING
        ? Optional.empty()
        : found.kept().stream()
            .findFirst()
            .map(
                vm ->
                    Message.of(
                        MessageKey.KEPT_IN_USE,
                        site.target().name(),
                        vm.name(),
                        messages(found.because(), vm.id())));
  }

  private static List<Message> messages(Map<VmId, List<Conflict.Reason>> because, VmId vm) {
    return because.getOrDefault(vm, List.of()).stream().map(Conflict.Reason::message).toList();
  }
}
