package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.HostShutdown;
import io.github.riskyproxmox.domain.launch.LaunchEnd;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.launch.Stage;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what {@link JournalFormat} wrote. Anybody may have changed the file, so whatever would
 * break a launch is refused here. Every method throws an IllegalArgumentException that says what is
 * wrong.
 */
final class JournalReader {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** For the time between a request and its answer; no wait is meant to be that long. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final Set<Stage> FAILED_STAGES = Set.of(Stage.FAILED, Stage.LEFT, Stage.SKIPPED);

  private JournalReader() {}

  /** All launches of the file, newest first; at most the first is under way. */
  static List<LaunchState> launches(JsonObject file) {
    if (!file.getString("format", "").equals(JournalFormat.FORMAT)) {
      throw new IllegalArgumentException("it is not a file of this agent");
    }
    int version = JournalMembers.number(file, "version");
    check(
        version == 1 || version == JournalFormat.VERSION,
        "it is of version %s, and this agent reads versions 1 and %s"
            .formatted(version, JournalFormat.VERSION));
    List<LaunchState> launches =
        JournalMembers.objects(file, "launches").stream()
            .map(launch -> inThisVersion(launch, version))
            .map(JournalReader::launch)
            .toList();
    long ids = launches.stream().map(LaunchState::id).distinct().count();
    check(ids == launches.size(), "two launches have the same id");
    boolean onlyFirst = launches.stream().skip(1).allMatch(launch -> launch.end().isPresent());
    check(onlyFirst, "a launch other than the newest is under way");
    return launches;
  }

  private static JsonObject inThisVersion(JsonObject launch, int version) {
    return version == 1 ? JournalVersion1.translated(launch) : launch;
  }

  private static LaunchState launch(JsonObject json) {
    LaunchState launch =
        new LaunchState(
            JournalMembers.text(json, "id"),
            JournalMembers.optional(json, "action").map(StopAction::new),
            JournalMembers.text(json, "client"),
            instant(JournalMembers.text(json, "accepted_at")),
            JournalMembers.objects(json, "operations").stream()
                .map(JournalReader::progress)
                .toList(),
            host(json),
            JournalMembers.flag(json, "resuming"),
            json.containsKey("end")
                ? Optional.of(end(JournalMembers.object(json, "end")))
                : Optional.empty());
    launch.operations().forEach(progress -> checkTimes(progress, launch.acceptedAt()));
    if (launch.end().isEmpty()) {
      checkUnderWay(launch);
    }
    return launch;
  }

  private static LaunchEnd end(JsonObject json) {
    return new LaunchEnd(
        JournalMembers.word(json, "phase", LaunchPhase.class),
        instant(JournalMembers.text(json, "at")),
        JournalMessages.read(JournalMembers.object(json, "message")));
  }

  private static OperationProgress progress(JsonObject json) {
    return new OperationProgress(
        operation(JournalMembers.object(json, "operation")),
        JournalMembers.word(json, "stage", Stage.class),
        JournalMembers.flag(json, "overrule"),
        JournalMembers.optional(json, "task").map(Upid::new),
        JournalMembers.texts(json, "past_tasks").stream().map(Upid::new).toList(),
        time(json, "started_at"),
        time(json, "sent_at"),
        time(json, "deadline"),
        time(json, "retry_until"),
        time(json, "wait_until"),
        time(json, "ended_at"),
        json.containsKey("detail")
            ? Optional.of(JournalMessages.read(JournalMembers.object(json, "detail")))
            : Optional.empty(),
        Instant.EPOCH,
        Optional.empty());
  }

  private static VmOperation operation(JsonObject json) {
    return new VmOperation(
        new VmRef(
            new NodeName(JournalMembers.text(json, "node")),
            new VmId(JournalMembers.number(json, "vmid")),
            json.containsKey("guest")
                ? JournalMembers.word(json, "guest", GuestType.class)
                : GuestType.QEMU),
        JournalMembers.text(json, "name"),
        JournalMembers.word(json, "verb", VmOperation.Verb.class),
        JournalMembers.word(json, "purpose", VmOperation.Purpose.class),
        json.containsKey("stop")
            ? Optional.of(stop(JournalMembers.object(json, "stop")))
            : Optional.empty(),
        JournalMembers.flag(json, "ha_managed"),
        duration(JournalMembers.text(json, "allowed")),
        new LinkedHashSet<>(JournalMembers.texts(json, "task_types")));
  }

  private static VmOperation.Stop stop(JsonObject json) {
    return new VmOperation.Stop(
        new StopAction(JournalMembers.text(json, "action")),
        JournalMembers.text(json, "strategy"),
        JournalMembers.flag(json, "easy_kill"),
        JournalMembers.flag(json, "can_be_overtaken"),
        JournalMembers.flag(json, "resumes_first"),
        JournalMembers.objects(json, "because").stream().map(JournalMessages::read).toList());
  }

  private static Optional<HostShutdown> host(JsonObject json) {
    return JournalMembers.optional(json, "host")
        .map(
            node ->
                new HostShutdown(
                    new NodeName(node),
                    JournalMembers.flag(json, "host_asked"),
                    time(json, "host_retry_until"),
                    Instant.EPOCH));
  }

  /** Every wait must end: no other launch can begin until then. */
  private static void checkTimes(OperationProgress progress, Instant acceptedAt) {
    Instant begun =
        Stream.of(progress.startedAt(), progress.sentAt())
            .flatMap(Optional::stream)
            .filter(acceptedAt::isBefore)
            .reduce(acceptedAt, (one, other) -> one.isAfter(other) ? one : other);
    Instant latest = begun.plus(progress.operation().allowed()).plus(SLACK);
    boolean endless =
        Stream.of(progress.deadline(), progress.retryUntil(), progress.waitUntil())
            .flatMap(Optional::stream)
            .anyMatch(latest::isBefore);
    check(!endless, "a wait for %s is longer than is allowed".formatted(progress.operation().vm()));
  }

  /** The next effect must be possible, and safe. */
  private static void checkUnderWay(LaunchState launch) {
    Optional<Stage> start = launch.start().map(OperationProgress::stage);
    check(
        launch.operations().stream()
            .map(OperationProgress::stage)
            .noneMatch(FAILED_STAGES::contains),
        "a launch is under way though a part of it has failed or ended");
    check(
        start.filter(stage -> stage == Stage.DONE || stage == Stage.ABORTING).isEmpty(),
        "a start under way is " + start.map(Stage::name).orElse(""));
    check(
        launch.stops().stream().noneMatch(progress -> progress.stage() == Stage.SURVEYING),
        "a stop under way is " + Stage.SURVEYING);
    check(
        start.filter(stage -> stage != Stage.TODO).isEmpty() || launch.cleared(),
        "a start was begun before all conflicting VMs had stopped");
    check(
        launch.host().filter(HostShutdown::sending).isEmpty() || launch.cleared(),
        "a node was asked to shut down before its VMs had stopped");
    check(
        launch.host().filter(host -> !host.sending() && host.retryUntil().isPresent()).isEmpty(),
        "a node is asked again to shut down though it was not asked before");
    check(
        !launch.cleared() || start.isPresent() || launch.host().isPresent(),
        "a stop is under way though all VMs have stopped");
    check(
        launch.operations().stream()
            .filter(progress -> progress.stage() == Stage.AWAITING)
            .allMatch(progress -> progress.task().isPresent() && progress.deadline().isPresent()),
        "a launch waits for a task that has no id or no deadline");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Optional<Instant> time(JsonObject json, String key) {
    return JournalMembers.optional(json, key).map(JournalReader::instant);
  }

  /** One within the range that a launch can have. */
  private static Instant instant(String text) {
    Instant instant = JournalMembers.parsed(text, Instant::parse, "time");
    check(
        !instant.isBefore(Instant.EPOCH) && !instant.isAfter(LATEST),
        text + " is no time of a launch");
    return instant;
  }

  private static Duration duration(String text) {
    Duration duration = JournalMembers.parsed(text, Duration::parse, "duration");
    check(
        !duration.isNegative() && duration.compareTo(VmOperations.LONGEST) <= 0,
        text + " is no duration of a launch");
    return duration;
  }
}
