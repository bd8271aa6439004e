package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans how guests stop: what can be chosen, and what a client's choice leads to. */
final class StopPlanner {
  private final VmOperations operations;

  StopPlanner(VmOperations operations) {
    this.operations = operations;
  }

  /** What a client's choice leads to. */
  sealed interface Outcome {
    /** These operations. */
    record Stops(List<VmOperation> operations) implements Outcome {}

    /** Nothing can be done. */
    record Refused(Message reason) implements Outcome {}

    /** The client must choose for those guests. */
    record Undecided(List<Vm> guests) implements Outcome {}
  }

  /**
   * How those guests can stop. If only some have the tag {@code easy-kill}, the others are asked
   * about; if all have it, a client may still choose for them.
   *
   * @param because why each of them cannot run beside the target
   */
  StopChoice choice(List<StopSubject> subjects, Map<VmId, List<Conflict.Reason>> because) {
    Set<VmId> easyKills =
        subjects.stream()
            .map(StopSubject::vm)
            .filter(VmOperations::isEasyKill)
            .map(Vm::id)
            .collect(Collectors.toSet());
    List<StopSubject> asked =
        subjects.stream().filter(subject -> !easyKills.contains(subject.vm().id())).toList();
    Map<VmId, List<Offer>> offersOf = new HashMap<>();
    for (StopSubject subject : subjects) {
      offersOf.put(subject.vm().id(), offers(List.of(subject)));
    }
    return new StopChoice(
        subjects.stream().map(StopSubject::vm).toList(),
        because,
        easyKills,
        offers(asked.isEmpty() ? subjects : asked),
        offersOf);
  }

  private List<Offer> offers(List<StopSubject> subjects) {
    return subjects.isEmpty()
        ? List.of()
        : operations.strategies().actions().stream()
            .map(action -> offer(action, subjects))
            .toList();
  }

  private Offer offer(StopAction action, List<StopSubject> subjects) {
    List<Message> reasons =
        subjects.stream()
            .flatMap(subject -> operations.availability(action, subject).reason().stream())
            .toList();
    return new Offer(
        action,
        operations.strategies().isDestructive(action),
        reasons.isEmpty()
            ? new Availability.Available()
            : new Availability.Unavailable(Message.sentences(reasons)));
  }

  /** What the client's wish leads to. */
  Outcome plan(
      List<StopSubject> subjects, Map<VmId, List<Conflict.Reason>> because, StopWish wish) {
    List<Vm> undecided =
        subjects.stream()
            .map(StopSubject::vm)
            .filter(vm -> !VmOperations.isEasyKill(vm) && wish.of(vm.id()).isEmpty())
            .toList();
    if (!undecided.isEmpty()) {
      return new Outcome.Undecided(undecided);
    }
    // If guests without the tag stop as well, the action was chosen for those; one with the tag is
    // then terminated if it cannot be stopped that way. If all have the tag, the action was chosen
    // for them, and no other is used.
    boolean othersToo = subjects.stream().anyMatch(other -> !VmOperations.isEasyKill(other.vm()));
    List<VmOperation> stops = new ArrayList<>();
    for (StopSubject subject : subjects) {
      VmId id = subject.vm().id();
      boolean easyKill = VmOperations.isEasyKill(subject.vm()) && !wish.each().containsKey(id);
      StopAction action = wish.of(id).orElse(StopAction.TERMINATE);
      boolean fallBack =
          easyKill && othersToo && operations.availability(action, subject).reason().isPresent();
      StopAction chosen = fallBack ? StopAction.TERMINATE : action;
      Optional<Message> obstacle = operations.availability(chosen, subject).reason();
      if (obstacle.isPresent()) {
        return new Outcome.Refused(obstacle.get());
      }
      boolean forItsTag = easyKill && (fallBack || wish.of(id).isEmpty());
      stops.add(operations.stop(subject, chosen, forItsTag, messages(because.get(id))));
    }
    return new Outcome.Stops(stops);
  }

  private static List<Message> messages(@Nullable List<Conflict.Reason> reasons) {
    return reasons == null ? List.of() : reasons.stream().map(Conflict.Reason::message).toList();
  }

  /** The question, or a refusal where there is nothing to choose from. */
  static LaunchReply question(StopChoice choice, List<Message> remarks, Message question) {
    List<Message> reasons =
        choice.offers().stream().flatMap(offer -> offer.availability().reason().stream()).toList();
    boolean each =
        choice.undecided().stream()
            .allMatch(vm -> choice.offersOf().get(vm.id()).stream().anyMatch(Offer::isAvailable));
    return reasons.size() == choice.offers().size() && !each
        ? new LaunchReply.Refused(Message.sentences(reasons.stream().distinct().toList()))
        : new LaunchReply.NeedsAction(choice, remarks, question);
  }

  /** {@code a and b are running}, or {@code a is running and b is asleep}. */
  static Message states(List<Vm> vms) {
    List<Message> states = vms.stream().map(Vm::powerMessage).distinct().toList();
    return states.size() == 1
        ? Message.of(MessageKey.IN_STATE, vms.stream().map(Vm::name).toList(), states.get(0))
        : Message.of(MessageKey.IN_STATES, vms.stream().map(vm -> states(List.of(vm))).toList());
  }
}
