package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Plans what stops without a launch: a VM, a VM that starts again, or a node. Only reads. */
final class ShutdownPlanner {
  private final Proxmox proxmox;
  private final SiteReader sites;
  private final VmOperations operations;
  private final StopPlanner stops;
  private final OrphanedShutdowns orphans;
  private final StartCheck check;
  private final boolean hostPoweroff;

  /**
   * A planner.
   *
   * @param hostPoweroff whether nodes may be shut down
   */
  ShutdownPlanner(
      Proxmox proxmox,
      SiteReader sites,
      VmOperations operations,
      OrphanedShutdowns orphans,
      StartCheck check,
      boolean hostPoweroff) {
    this.proxmox = proxmox;
    this.sites = sites;
    this.operations = operations;
    this.stops = new StopPlanner(operations);
    this.orphans = orphans;
    this.check = check;
    this.hostPoweroff = hostPoweroff;
  }

  /** What stopping it would involve; empty if it holds no resources, or the token sees none. */
  Optional<StopPreview> preview(VmId id) {
    return sites
        .around(id)
        .filter(site -> site.subject().status().power().holdsResources())
        .map(site -> preview(List.of(site.subject()), Optional.empty(), restartRefusal(site)));
  }

  /** What shutting that node down would involve. */
  StopPreview preview(NodeName node) {
    Optional<Message> refusal = refusal(node);
    return preview(
        refusal.isPresent() ? List.of() : stoppedBefore(node), refusal, Optional.empty());
  }

  private StopPreview preview(
      List<StopSubject> subjects, Optional<Message> refusal, Optional<Message> restartRefusal) {
    return new StopPreview(
        stops.choice(subjects, Map.of()),
        refusal,
        restartRefusal,
        subjects.stream().anyMatch(one -> one.config().device("hostpci").isPresent()));
  }

  LaunchDecision decide(LaunchRequest.Stop request, Instant now) {
    Optional<SiteReader.Site> found = sites.around(request.target());
    if (found.isEmpty()) {
      return LaunchDecision.unknown(request.target());
    }
    SiteReader.Site site = found.get();
    StopSubject subject = site.subject();
    Vm vm = subject.vm();
    if (vm.template()) {
      return LaunchDecision.refused(Message.of(MessageKey.TEMPLATE_NEVER_RUNS, vm.name()));
    }
    if (!subject.status().power().holdsResources()) {
      return new LaunchDecision.Answer(
          new LaunchReply.AlreadyStopped(
              Message.of(MessageKey.ALREADY_STOPPED, vm.name(), subject.status().powerMessage())));
    }
    Optional<Message> obstacle =
        request.startAgain() ? restartObstacle(request, site) : Optional.empty();
    if (obstacle.isPresent()) {
      return LaunchDecision.refused(obstacle.get());
    }
    String kind = request.startAgain() ? "restart" : "stop";
    Optional<VmOperation> start =
        Optional.of(subject).filter(any -> request.startAgain()).map(operations::restart);
    return decide(
        request,
        List.of(subject),
        () -> Message.of(MessageKey.ASK_STOP, kind, vm.name()),
        planned -> plan(request, planned, start, Optional.empty(), now));
  }

  /** What could not be started again is not stopped. */
  private Optional<Message> restartObstacle(LaunchRequest.Stop request, SiteReader.Site site) {
    String name = site.target().name();
    if (request.wish().of(request.target()).filter(StopAction.HIBERNATE::equals).isPresent()) {
      return Optional.of(Message.of(MessageKey.HIBERNATED_IS_NOT_RESTARTED, name));
    }
    return restartRefusal(site);
  }

  private Optional<Message> restartRefusal(SiteReader.Site site) {
    List<Vm> others =
        Stream.concat(site.found().inTheWay().stream(), site.found().kept().stream()).toList();
    return others.isEmpty()
        ? check.startFailure(site.subject())
        : Optional.of(
            Message.of(
                MessageKey.RESTART_BLOCKED, StopPlanner.states(others), site.target().name()));
  }

  LaunchDecision decide(LaunchRequest.ShutDownHost request, Instant now) {
    if (!hostPoweroff) {
      return LaunchDecision.refused(Message.of(MessageKey.HOST_OFF_FORBIDDEN));
    }
    List<NodeName> nodes = request.node().map(List::of).orElseGet(proxmox::nodes);
    if (nodes.size() != 1) {
      return LaunchDecision.refused(Message.of(MessageKey.NODE_NEEDED, names(nodes)));
    }
    NodeName node = nodes.get(0);
    Optional<Message> refusal = refusal(node);
    if (refusal.isPresent()) {
      return LaunchDecision.refused(refusal.get());
    }
    List<StopSubject> subjects = stoppedBefore(node);
    List<Vm> running = subjects.stream().map(StopSubject::vm).toList();
    return decide(
        request,
        subjects,
        () -> Message.of(MessageKey.ASK_HOST, StopPlanner.states(running), node.value()),
        planned -> plan(request, planned, Optional.empty(), Optional.of(node), now));
  }

  private Optional<Message> refusal(NodeName node) {
    if (!hostPoweroff) {
      return Optional.of(Message.of(MessageKey.HOST_OFF_FORBIDDEN));
    }
    List<NodeName> nodes = proxmox.nodes();
    if (!nodes.contains(node)) {
      return Optional.of(Message.of(MessageKey.NODE_UNKNOWN, node.value(), names(nodes)));
    }
    return proxmox.mayShutDown(node)
        ? Optional.empty()
        : Optional.of(Message.of(MessageKey.NO_SYS_POWER_MANAGEMENT, node.value()));
  }

  /** Proxmox itself stops those with the tag {@code keep}, and the containers, last. */
  private List<StopSubject> stoppedBefore(NodeName node) {
    return sites.holders(node).stream()
        .filter(subject -> !TagPolicy.isKept(subject.vm().tags()))
        .toList();
  }

  private static List<String> names(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::value).sorted().toList();
  }

  private LaunchDecision decide(
      LaunchRequest request,
      List<StopSubject> subjects,
      Supplier<Message> question,
      Function<List<VmOperation>, LaunchPlan> plan) {
    return switch (stops.plan(subjects, Map.of(), request.wish())) {
      case StopPlanner.Outcome.Stops planned ->
          new LaunchDecision.Go(plan.apply(planned.operations()));
      case StopPlanner.Outcome.Refused refused -> LaunchDecision.refused(refused.reason());
      case StopPlanner.Outcome.Undecided undecided -> {
        StopChoice choice = stops.choice(subjects, Map.of());
        yield new LaunchDecision.Answer(StopPlanner.question(choice, List.of(), question.get()));
      }
    };
  }

  private LaunchPlan plan(
      LaunchRequest request,
      List<VmOperation> operations,
      Optional<VmOperation> start,
      Optional<NodeName> host,
      Instant now) {
    return new LaunchPlan(
        UUID.randomUUID().toString(),
        start,
        operations,
        host,
        orphans.metBy(operations, now),
        request.wish().action(),
        now,
        request.client());
  }
}
