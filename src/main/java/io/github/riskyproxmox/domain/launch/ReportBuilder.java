package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the report of a {@link LaunchState}. */
public final class ReportBuilder {
  private final LaunchSequence sequence;

  /** Uses that sequence to know what is still possible. */
  public ReportBuilder(LaunchSequence sequence) {
    this.sequence = sequence;
  }

  /**
   * The report of that state.
   *
   * @param taskLogLine PVE's last line about the current task
   * @param earlier the launches that are known
   */
  public LaunchReport build(
      LaunchState state, Optional<String> taskLogLine, List<LaunchState> earlier) {
    return new LaunchReport(
        state.id(),
        state.goal(),
        node(state),
        state.target().map(target -> target.vm().id()),
        state.subject(),
        state.phase(),
        action(state),
        StepBuilder.of(state),
        state.acceptedAt(),
        state.end().map(LaunchEnd::at),
        deadline(state),
        state.end().map(LaunchEnd::message).orElseGet(() -> CurrentWait.message(state)),
        changed(state),
        unchanged(state),
        wasRunning(state),
        savedByGuest(state, earlier),
        stopping(state),
        sequence.canEscalate(state),
        sequence.canCancel(state),
        state.end().isPresent() ? Optional.empty() : taskLogLine,
        remedies(state),
        UsualDuration.of(state, earlier));
  }

  private static NodeName node(LaunchState state) {
    return state
        .target()
        .map(target -> target.vm().node())
        .or(() -> state.host().map(HostShutdown::node))
        .orElseThrow();
  }

  /** The last one requested: terminate may have overtaken a shutdown. */
  private static Optional<StopAction> action(LaunchState state) {
    return state.stops().stream()
        .map(OperationProgress::operation)
        .filter(operation -> !operation.easyKill() && !isOfCrashed(state, operation))
        .flatMap(operation -> operation.action().stream())
        .filter(StopAction.TERMINATE::equals)
        .findFirst()
        .or(state::action);
  }

  /** Whether it terminates a target that has crashed: no client chose that action. */
  private static boolean isOfCrashed(LaunchState state, VmOperation operation) {
    return state.goal() == LaunchGoal.RESTART
        && state.target().filter(target -> target.vm().equals(operation.vm())).isPresent()
        && (state.action().isEmpty() || state.stops().size() > 1);
  }

  /** The earliest time at which the launch stops waiting for something. */
  private static Optional<Instant> deadline(LaunchState state) {
    return state.operations().stream()
        .filter(progress -> !progress.stage().settled())
        .flatMap(progress -> progress.givesUpAt().stream())
        .min(Instant::compareTo);
  }

  private static List<Message> changed(LaunchState state) {
    List<Message> changed = new ArrayList<>();
    if (state.client().equals(FallbackPlan.CLIENT)) {
      changed.add(Message.of(MessageKey.BY_FALLBACK, state.subject()));
    }
    for (OperationProgress stop : state.stops()) {
      String name = stop.operation().name();
      if (stop.stage() == Stage.DONE) {
        changed.add(stopped(stop));
      } else if (stop.stage() == Stage.LEFT || stop.has(MessageKey.PERHAPS_NOT_ASKED)) {
        MessageKey key =
            stop.wasAccepted() ? MessageKey.HAD_BEEN_ASKED : MessageKey.MAY_HAVE_BEEN_ASKED;
        changed.add(
            Message.of(key, name, asked(stop), Message.of(MessageKey.MAY_STILL, how(stop))));
      } else if (stop.stage() == Stage.FAILED && stop.wasAccepted()) {
        changed.add(Message.of(MessageKey.WAS_ASKED, name, asked(stop)));
      }
    }
    state.start().ifPresent(start -> changedByStart(start).ifPresent(changed::add));
    if (state.host().isPresent() && state.phase() == LaunchPhase.SUCCEEDED) {
      changed.add(Message.of(MessageKey.HOST_ASKED, state.subject()));
    }
    return changed;
  }

  private static Optional<Message> changedByStart(OperationProgress start) {
    if (start.stage() == Stage.DONE) {
      return Optional.of(Message.of(MessageKey.STARTED, start.operation().name()));
    }
    return start.stage() == Stage.LEFT && RetryPolicy.mayComeUp(start.words())
        ? Optional.of(Message.of(MessageKey.MAY_COME_UP, start.operation().name()))
        : Optional.empty();
  }

  /** How a VM has stopped. */
  static Message stopped(OperationProgress stop) {
    VmOperation operation = stop.operation();
    if (stop.has(MessageKey.ELSEWHERE)) {
      return Message.of(MessageKey.LEFT_NODE, operation.name(), operation.vm().node().toString());
    }
    if (stop.has(MessageKey.SAVED_BY_GUEST)) {
      return Message.of(MessageKey.SAVED_ITSELF, operation.name());
    }
    boolean saved = stop.reached().filter(PowerState.HIBERNATED::equals).isPresent();
    return Message.of(saved ? MessageKey.HIBERNATED : MessageKey.STOPPED, operation.name());
  }

  private static Message asked(OperationProgress stop) {
    return Message.of(MessageKey.ASKED, how(stop));
  }

  /** The id of how it stops, or resume for what comes before that. */
  private static String how(OperationProgress stop) {
    VmOperation operation = stop.operation();
    return operation.isResumingFirst() ? "resume" : operation.stop().orElseThrow().strategy();
  }

  private static List<Message> unchanged(LaunchState state) {
    if (state.end().isEmpty()) {
      return List.of();
    }
    List<Message> unchanged = new ArrayList<>();
    for (OperationProgress stop : state.stops()) {
      boolean unasked = !stop.wasAccepted() && !stop.has(MessageKey.PERHAPS_NOT_ASKED);
      if (stop.stage() == Stage.SKIPPED || (stop.stage() == Stage.FAILED && unasked)) {
        unchanged.add(Message.of(MessageKey.LEFT_ALONE, stop.operation().name()));
      }
    }
    if (state.start().filter(start -> start.stage() == Stage.SKIPPED).isPresent()) {
      unchanged.add(Message.of(MessageKey.NOT_STARTED, state.subject()));
    }
    if (state.host().filter(host -> !host.sending()).isPresent()) {
      unchanged.add(Message.of(MessageKey.NODE_NOT_SHUT_DOWN, state.subject()));
    }
    return unchanged;
  }

  /** Containers are left out: the agent never starts one. */
  private static List<VmId> wasRunning(LaunchState state) {
    return state.stops().stream()
        .filter(stop -> stop.stage() == Stage.DONE && !stop.has(MessageKey.ELSEWHERE))
        .map(stop -> stop.operation().vm())
        .filter(vm -> !vm.isContainer())
        .map(VmRef::id)
        .toList();
  }

  /** For each VM the newest operation that is done decides. */
  private static Set<VmId> savedByGuest(LaunchState state, List<LaunchState> earlier) {
    Map<VmId, Boolean> saved = new HashMap<>();
    Stream.concat(
            Stream.of(state), earlier.stream().filter(other -> !other.id().equals(state.id())))
        .flatMap(launch -> launch.operations().reversed().stream())
        .filter(progress -> progress.stage() == Stage.DONE)
        .forEach(
            progress ->
                saved.putIfAbsent(
                    progress.operation().vm().id(), progress.has(MessageKey.SAVED_BY_GUEST)));
    return saved.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<VmId> stopping(LaunchState state) {
    return state.stops().stream()
        .filter(stop -> state.end().isEmpty() && stop.stage() != Stage.DONE)
        .filter(stop -> stop.stage() != Stage.TODO)
        .map(stop -> stop.operation().vm().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Remedy> remedies(LaunchState state) {
    LaunchPhase phase = state.phase();
    if (!phase.isOver() || phase == LaunchPhase.SUCCEEDED) {
      return List.of();
    }
    boolean gentleStopFailed =
        state.stops().stream()
            .filter(stop -> stop.stage() == Stage.FAILED)
            .anyMatch(stop -> stop.operation().canBeOvertaken());
    return gentleStopFailed
        ? List.of(Remedy.TERMINATE_AND_LAUNCH, Remedy.TRY_AGAIN)
        : List.of(Remedy.TRY_AGAIN);
  }
}
