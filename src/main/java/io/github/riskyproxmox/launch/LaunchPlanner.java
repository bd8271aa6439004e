package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchPreview.Offer;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads what is up now and says what a launch would mean, or comes to. */
final class LaunchPlanner {
  private final Proxmox proxmox;
  private final ConflictPolicy inTheWay;
  private final VmOperations orders;
  private final OrphanedShutdowns earlier;
  private final StartCheck check;

  LaunchPlanner(
      Proxmox proxmox, ConflictPolicy inTheWay, VmOperations orders, OrphanedShutdowns earlier) {
    this.proxmox = proxmox;
    this.inTheWay = inTheWay;
    this.orders = orders;
    this.earlier = earlier;
    this.check = new StartCheck(proxmox);
  }

  /** What launching it would mean; empty if the token sees no such VM. */
  Optional<LaunchPreview> preview(VmId id) {
    return read(id).map(site -> preview(site, subjects(site)));
  }

  /** What the request comes to. Reads only. */
  LaunchDecision decide(LaunchRequest request, Instant now) {
    Optional<Site> found = read(request.target());
    if (found.isEmpty()) {
      VmId id = request.target();
      return new LaunchDecision.Answer(
          new LaunchReply.UnknownVm(
              id, "There is no VM %s, or the token may not see it.".formatted(id)));
    }
    Site site = found.get();
    if (site.refusal().isPresent()) {
      return refused(site.refusal().get());
    }
    PowerState power = site.subject().status().power();
    if (power == PowerState.RUNNING) {
      return new LaunchDecision.Answer(
          new LaunchReply.AlreadyRunning(site.target().name() + " is already running."));
    }
    return power == PowerState.CRASHED ? crashed(request, site, now) : stops(request, site, now);
  }

  /** Somebody chooses how to bring it back before anything else is asked. */
  private LaunchDecision crashed(LaunchRequest request, Site site, Instant now) {
    if (request.recovery().isEmpty()) {
      return new LaunchDecision.Answer(
          new LaunchReply.TargetCrashed(preview(site, subjects(site)), crashQuestion(site)));
    }
    return site.recoveries().stream()
        .filter(offer -> offer.recovery() == request.recovery().get())
        .map(RecoveryOffer::availability)
        .filter(Availability.Unavailable.class::isInstance)
        .map(no -> refused(((Availability.Unavailable) no).reason()))
        .findFirst()
        .orElseGet(() -> stops(request, site, now));
  }

  private static String crashQuestion(Site site) {
    return "%s is %s. Should it be reset, or switched off and started again?"
        .formatted(site.target().name(), site.subject().status().spoken());
  }

  private LaunchDecision stops(LaunchRequest request, Site site, Instant now) {
    List<StopSubject> subjects = subjects(site);
    LaunchPreview preview = preview(site, subjects);
    Optional<String> surprise = surprise(request, site);
    if (surprise.isPresent()) {
      return new LaunchDecision.Answer(new LaunchReply.NeedsAction(preview, surprise.get()));
    }
    if (request.action().isEmpty() && preview.needsAction()) {
      return question(preview);
    }
    // Where others are in the way as well the action was chosen for those; what is tagged then goes
    // as its tag says if it cannot go that way. Alone it was meant itself, and nothing else will
    // do.
    boolean othersToo = subjects.stream().anyMatch(other -> !VmOperations.isEasyKill(other.vm()));
    List<VmOperation> stops = new ArrayList<>();
    for (StopSubject subject : subjects) {
      boolean easyKill = VmOperations.isEasyKill(subject.vm());
      StopAction action = request.action().orElse(StopAction.TERMINATE);
      Availability can = orders.strategy(action).availability(subject);
      boolean fallBack = easyKill && othersToo && can instanceof Availability.Unavailable;
      StopAction chosen = fallBack ? StopAction.TERMINATE : action;
      Availability canChosen = orders.strategy(chosen).availability(subject);
      if (canChosen instanceof Availability.Unavailable no) {
        return refused(no.reason());
      }
      boolean forItsTag = easyKill && (fallBack || request.action().isEmpty());
      stops.add(orders.stop(subject, chosen, forItsTag));
    }
    boolean crashed = site.subject().status().power() == PowerState.CRASHED;
    boolean reset = crashed && request.recovery().filter(Recovery.RESET::equals).isPresent();
    if (crashed && !reset) {
      stops.add(orders.stop(site.subject(), StopAction.TERMINATE, false));
    }
    return new LaunchDecision.Go(
        new LaunchPlan(
            UUID.randomUUID().toString(),
            reset ? orders.reset(site.subject()) : orders.start(site.subject()),
            stops,
            earlier.metBy(stops, now),
            request.action(),
            now,
            request.client()));
  }

  private static LaunchDecision question(LaunchPreview preview) {
    List<Vm> asked =
        preview.inTheWay().stream().filter(vm -> !preview.easyKills().contains(vm.id())).toList();
    boolean possible =
        preview.offers().stream().anyMatch(o -> o.availability() instanceof Availability.Available);
    if (!possible) {
      return refused(
          preview.offers().stream()
              .map(Offer::availability)
              .map(no -> ((Availability.Unavailable) no).reason())
              .distinct()
              .collect(Collectors.joining(" ")));
    }
    return new LaunchDecision.Answer(
        new LaunchReply.NeedsAction(
            preview,
            "%s. What should happen to %s first?"
                .formatted(states(asked), asked.size() == 1 ? "it" : "them")));
  }

  /** {@code a and b are running}, or {@code a is running and b is asleep}. */
  private static String states(List<Vm> vms) {
    List<String> names = vms.stream().map(Vm::name).toList();
    List<String> states = vms.stream().map(Vm::spoken).distinct().toList();
    return states.size() == 1
        ? Names.list(names) + (names.size() == 1 ? " is " : " are ") + states.get(0)
        : Names.list(vms.stream().map(vm -> vm.name() + " is " + vm.spoken()).toList());
  }

  /** Whether something is in the way that the asker did not know of. */
  private static Optional<String> surprise(LaunchRequest request, Site site) {
    if (request.running().isEmpty()) {
      return Optional.empty();
    }
    Set<VmId> believed = request.running().get();
    List<Vm> unexpected =
        site.inTheWay().stream().filter(vm -> !believed.contains(vm.id())).toList();
    return unexpected.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Meanwhile %s too; nothing was changed. Please choose again."
                .formatted(states(unexpected)));
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
            : orders.strategies().stream().map(strategy -> offer(strategy, concerned)).toList();
    return new LaunchPreview(
        site.target(), site.inTheWay(), easyKills, offers, site.refusal(), site.recoveries());
  }

  private static Offer offer(StopStrategy strategy, List<StopSubject> subjects) {
    String reasons =
        subjects.stream()
            .map(strategy::availability)
            .filter(Availability.Unavailable.class::isInstance)
            .map(no -> ((Availability.Unavailable) no).reason())
            .collect(Collectors.joining(" "));
    return new Offer(
        strategy.action(),
        strategy.destructive(),
        reasons.isEmpty() ? new Availability.Available() : new Availability.Unavailable(reasons));
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
                  .map(target -> site(subject(target), inTheWay.of(target, guests)));
            });
  }

  /** The cluster knows of it, so a silence is its node's: that is named. */
  private List<Vm> guests(VmRef target) {
    try {
      return proxmox.guests(target.node()).stream().map(Vm::inSentences).toList();
    } catch (PveUnavailable silent) {
      throw new PveUnavailable(
          "VM %s is on node %s, which does not answer, so it cannot be started now. %s"
              .formatted(target.id(), target.node(), silent.getMessage()),
          silent.delivery(),
          silent);
    }
  }

  private Site site(StopSubject target, List<Vm> inTheWay) {
    return new Site(target, inTheWay, check.refusal(target), check.recoveries(target));
  }

  private StopSubject subject(Vm target) {
    return orders.subject(target).orElseThrow(() -> vanished(target.ref()));
  }

  /** With all a strategy wants to know; a VM that has gone since is no longer in the way. */
  private List<StopSubject> subjects(Site site) {
    List<StopSubject> subjects = new ArrayList<>();
    for (Vm vm : site.inTheWay()) {
      orders.subject(vm).ifPresent(subjects::add);
    }
    return subjects;
  }

  private static LaunchDecision refused(String reason) {
    return new LaunchDecision.Answer(new LaunchReply.Refused(reason));
  }

  private static PveProtocolError vanished(VmRef vm) {
    return new PveProtocolError(
        "VM " + vm + " vanished while it was being looked at; please try again.");
  }

  /** The target and what is in its way, as just read. */
  private record Site(
      StopSubject subject,
      List<Vm> inTheWay,
      Optional<String> refusal,
      List<RecoveryOffer> recoveries) {
    Vm target() {
      return subject.vm();
    }
  }
}
