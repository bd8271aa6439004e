package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a launch, for people.
 *
 * @param kind what is done
 * @param vm to which VM
 * @param title a short sentence
 * @param detail what is being waited for, or PVE's words
 * @param state how far it is
 * @param startedAt when it began, unless it has not
 * @param endedAt when it ended, unless it has not
 * @param task PVE's task, once it is known
 * @param reached what the VM has become by it; empty until it is done, or where that is not known
 */
public record LaunchStep(
    Kind kind,
    VmId vm,
    String title,
    String detail,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Upid> task,
    Optional<PowerState> reached) {
  /** What is done. */
  public enum Kind {
    /** A stop is sent. */
    STOP,
    /** Its end is waited for. */
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
    /** Will not be done any more. */
    SKIPPED
  }
}
