package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a launch, for people.
 *
 * @param kind what is done
 * @param vm to which VM
 * @param title what is done, in a few words
 * @param detail what is being waited for, or PVE's words; may be empty
 * @param state how far it is
 * @param startedAt when it began, unless it has not
 * @param endedAt when it ended, unless it has not
 * @param task PVE's task, once known
 * @param reached the power state it led to; empty until it is done, or where that is not known
 * @param because where a VM is stopped: why it cannot run beside the target
 */
public record LaunchStep(
    Kind kind,
    VmId vm,
    Message title,
    Optional<Message> detail,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Upid> task,
    Optional<PowerState> reached,
    List<Message> because) {
  /** Copies the list. */
  public LaunchStep {
    because = List.copyOf(because);
  }

  /** What is done. */
  public enum Kind {
    /** A VM that does not run is resumed, so that it hears its shutdown. */
    RESUME,
    /** A stop is sent. */
    STOP,
    /** The agent waits until it has ended. */
    WAIT,
    /** The target is started. */
    START
  }

  /** How far it is. */
  public enum State {
    /** Not begun. */
    TODO,
    /** Under way. */
    NOW,
    /** Done. */
    DONE,
    /** Failed. */
    FAILED,
    /** Will not be done. */
    SKIPPED
  }
}
