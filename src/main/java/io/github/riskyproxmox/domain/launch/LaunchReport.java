package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The launch under way or the last one, for readers.
 *
 * @param id unique per launch
 * @param goal what it leads to
 * @param node the node on which it works
 * @param target the VM to be started, or to be stopped; empty where the node is shut down
 * @param subject its name when the launch began, or the node's
 * @param phase how far it is
 * @param action the stop action requested; empty if none was needed or given
 * @param steps in order
 * @param startedAt when it was accepted
 * @param endedAt when it was over
 * @param deadline when the current wait gives up
 * @param message what is happening, or how it ended and what to do
 * @param changed what was done
 * @param unchanged what was not done
 * @param wasRunning the VMs that it has stopped, whose start would bring back what was there
 * @param savedByGuest the VMs whose guest saved itself when they were last stopped, by this launch
 *     or an earlier one, and that no launch has started since
 * @param stopping the VMs that are being stopped and still run
 * @param canTerminate whether terminate can overtake the shutdown being waited for, now
 * @param canCancel whether it can still be cancelled
 * @param taskLogLine PVE's last line about the current task
 * @param remedies useful next actions after a failure, best first
 * @param usually how long launches like this one have taken; empty if none has succeeded
 */
public record LaunchReport(
    String id,
    LaunchGoal goal,
    NodeName node,
    Optional<VmId> target,
    String subject,
    LaunchPhase phase,
    Optional<StopAction> action,
    List<LaunchStep> steps,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> deadline,
    Message message,
    List<Message> changed,
    List<Message> unchanged,
    List<VmId> wasRunning,
    Set<VmId> savedByGuest,
    Set<VmId> stopping,
    boolean canTerminate,
    boolean canCancel,
    Optional<String> taskLogLine,
    List<Remedy> remedies,
    Optional<Duration> usually) {
  /** Copies the collections. */
  public LaunchReport {
    steps = List.copyOf(steps);
    changed = List.copyOf(changed);
    unchanged = List.copyOf(unchanged);
    wasRunning = List.copyOf(wasRunning);
    savedByGuest = Set.copyOf(savedByGuest);
    stopping = Set.copyOf(stopping);
    remedies = List.copyOf(remedies);
  }

  /** What can be done about a failed launch. */
  public enum Remedy {
    /** The same again. */
    TRY_AGAIN,
    /** Terminate what did not stop, then launch. */
    TERMINATE_AND_LAUNCH
  }
}
