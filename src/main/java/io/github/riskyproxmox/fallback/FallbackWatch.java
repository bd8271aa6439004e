package io.github.riskyproxmox.fallback;

import io.github.riskyproxmox.config.FallbackVm;
import io.github.riskyproxmox.domain.launch.FallbackPlan;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Looks whether anything that excludes the fallback VM runs, and launches it like a client if
 * nothing does for long enough. For one thread at a time.
 */
final class FallbackWatch {
  private static final Logger LOG = Logger.getLogger(FallbackWatch.class.getName());

  /** Between two looks. Each is one request to Proxmox, more where guests started or stopped. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private final FallbackVm wanted;
  private final Proxmox proxmox;
  private final Launches launches;
  private final Supplier<Instant> steady;
  private final Supplier<Instant> now;
  private final Consumer<Optional<FallbackPlan>> plans;
  private final FallbackTimer timer;
  private Optional<VmRef> ref = Optional.empty();
  private Optional<Vm> target = Optional.empty();
  private Optional<Judged> judged = Optional.empty();
  private Optional<String> complaint = Optional.empty();
  private Optional<String> counted = Optional.empty();

  /** The part of the launch service that it uses. */
  record Launches(
      Supplier<Optional<LaunchReport>> current,
      Function<VmId, Optional<LaunchPreview>> preview,
      Function<LaunchRequest, LaunchReply> request) {}

  /** Whether those guests, which hold resources, leave room for it. */
  private record Judged(Set<VmRef> holders, boolean free) {}

  /** What one look at the node said. */
  private enum Seen {
    FREE,
    NOT_FREE,
    RUNS
  }

  /**
   * A watch.
   *
   * @param after for how long nothing must have run
   * @param steady the clock that nobody can set
   * @param now the system clock
   * @param plans is told when the VM will start by itself, and when it will not after all
   */
  FallbackWatch(
      FallbackVm wanted,
      Duration after,
      Proxmox proxmox,
      Launches launches,
      Supplier<Instant> steady,
      Supplier<Instant> now,
      Consumer<Optional<FallbackPlan>> plans) {
    this.wanted = wanted;
    this.timer = new FallbackTimer(after);
    this.proxmox = proxmox;
    this.launches = launches;
    this.steady = steady;
    this.now = now;
    this.plans = plans;
  }

  /** Looks once, launches the VM if that is due, and says how long to wait for the next look. */
  Duration look() {
    try {
      note(seen());
    } catch (PveException unreadable) {
      // Nobody knows what runs there: the time begins again when it is known.
      timer.notFree();
      complain("The node of the fallback VM cannot be read. " + unreadable.getMessage());
    }
    Optional<Instant> at = timer.startsAt();
    if (at.filter(due -> !steady.get().isBefore(due)).isPresent()) {
      launch();
    }
    plans.accept(plan());
    return untilNext();
  }

  private void note(Seen seen) {
    switch (seen) {
      case FREE -> timer.free(steady.get());
      case NOT_FREE -> timer.notFree();
      case RUNS -> timer.runs();
    }
  }

  private Duration untilNext() {
    return timer
        .startsAt()
        .map(at -> Duration.between(steady.get(), at))
        .filter(left -> left.compareTo(PERIOD) < 0 && left.isPositive())
        .orElse(PERIOD);
  }

  private Optional<FallbackPlan> plan() {
    return timer
        .startsAt()
        .flatMap(
            at ->
                target.map(
                    vm ->
                        new FallbackPlan(
                            vm.id(),
                            vm.name(),
                            now.get().plus(Duration.between(steady.get(), at)))));
  }

  private Seen seen() {
    Optional<LaunchReport> last = launches.current().get();
    countFailure(last);
    if (last.filter(FallbackWatch::holdsBack).isPresent()) {
      return Seen.NOT_FREE;
    }
    if (ref.isEmpty()) {
      ref = found();
    }
    if (ref.isEmpty()) {
      return Seen.NOT_FREE;
    }
    List<Vm> guests = proxmox.guests(ref.get().node());
    target = guests.stream().filter(vm -> vm.ref().equals(ref.get())).findFirst();
    if (target.isEmpty()) {
      // Removed or moved: looked for again.
      ref = Optional.empty();
      return Seen.NOT_FREE;
    }
    return seen(target.get(), guests);
  }

  private Seen seen(Vm vm, List<Vm> guests) {
    if (vm.power() == PowerState.RUNNING) {
      return Seen.RUNS;
    }
    boolean locked = vm.lock().isPresent() && vm.power() != PowerState.HIBERNATED;
    if (vm.power().holdsResources() || vm.power() == PowerState.UNKNOWN || locked) {
      return Seen.NOT_FREE;
    }
    Set<VmRef> holders =
        guests.stream()
            .filter(other -> other.power().holdsResources())
            .map(Vm::ref)
            .collect(Collectors.toSet());
    if (judged.filter(known -> known.holders().equals(holders)).isEmpty()) {
      judged = Optional.of(new Judged(holders, holders.isEmpty() || isFree(vm.id())));
    }
    return judged.get().free() ? Seen.FREE : Seen.NOT_FREE;
  }

  private boolean isFree(VmId vm) {
    return launches
        .preview()
        .apply(vm)
        .filter(preview -> preview.inTheWay().isEmpty() && preview.refusal().isEmpty())
        .isPresent();
  }

  /**
   * Whether that launch forbids a fallback: it is under way, or somebody stopped a VM or the node
   * on purpose and nothing was launched since.
   */
  private static boolean holdsBack(LaunchReport last) {
    return !last.phase().isOver()
        || switch (last.goal()) {
          case STOP, HOST_SHUTDOWN -> true;
          case LAUNCH, RESTART -> false;
        };
  }

  /** A launch of the fallback VM that ended without it running counts once. */
  private void countFailure(Optional<LaunchReport> last) {
    boolean failed =
        last.filter(one -> one.phase() == LaunchPhase.FAILED)
            .filter(one -> one.target().equals(target.map(Vm::id)))
            .filter(one -> !counted.equals(Optional.of(one.id())))
            .isPresent();
    if (failed) {
      counted = last.map(LaunchReport::id);
      timer.failed();
    }
  }

  private Optional<VmRef> found() {
    List<Vm> meant =
        proxmox.index().vms().stream().filter(wanted::means).filter(vm -> !vm.template()).toList();
    if (meant.size() != 1) {
      complain(
          meant.isEmpty()
              ? "FALLBACK_VM is \"%s\", but the token sees no such VM.".formatted(wanted)
              : "FALLBACK_VM is \"%s\", but %s VMs have that name; write the vmid instead."
                  .formatted(wanted, meant.size()));
      return Optional.empty();
    }
    complaint = Optional.empty();
    return Optional.of(meant.get(0).ref());
  }

  /** It knows of nothing in the way: if anything is by now, nothing is stopped for it. */
  private void launch() {
    VmId vm = target.orElseThrow().id();
    try {
      LaunchReply reply =
          launches
              .request()
              .apply(
                  new LaunchRequest.Start(
                      vm,
                      StopWish.NONE,
                      Optional.of(Set.of()),
                      Optional.empty(),
                      FallbackPlan.CLIENT));
      switch (reply) {
        case LaunchReply.Started started -> timer.notFree();
        case LaunchReply.AlreadyRunning runs -> timer.runs();
        case LaunchReply.Busy busy -> timer.notFree();
        case LaunchReply.InProgress busy -> timer.notFree();
        case LaunchReply.Escalated any -> refused(any);
        case LaunchReply.AlreadyStopped any -> refused(any);
        case LaunchReply.Cancelled any -> refused(any);
        case LaunchReply.NeedsAction any -> refused(any);
        case LaunchReply.TargetCrashed any -> refused(any);
        case LaunchReply.Failed any -> refused(any);
        case LaunchReply.Refused any -> refused(any);
        case LaunchReply.UnknownVm any -> refused(any);
      }
    } catch (PveException failure) {
      complain("The fallback VM was not launched. " + failure.getMessage());
      timer.failed();
    }
    judged = Optional.empty();
  }

  private void refused(LaunchReply reply) {
    complain("The fallback VM was not launched. " + Messages.text(reply.message()));
    timer.failed();
  }

  /** The same complaint is logged once. */
  private void complain(String words) {
    if (!complaint.equals(Optional.of(words))) {
      complaint = Optional.of(words);
      LOG.warning(words);
    }
  }
}
