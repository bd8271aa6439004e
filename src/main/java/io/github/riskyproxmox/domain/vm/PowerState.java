package io.github.riskyproxmox.domain.vm;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.util.Locale;

/** What a VM is doing, and whether it holds its resources. */
public enum PowerState {
  /** The guest runs (resuming, being saved and run states not known here included). */
  RUNNING(true),
  /**
   * Halted in RAM: QEMU's {@code qmpstatus} is {@code paused}, or {@code prelaunch} where the guest
   * has not begun (pve-api.md §14); memory and devices stay taken.
   */
  PAUSED(true),
  /** The guest sleeps (S3): {@code qmpstatus} is {@code suspended}; QEMU holds all it held. */
  ASLEEP(true),
  /**
   * The guest does not run and will not by itself: {@code qmpstatus} is {@code io-error}, {@code
   * internal-error} or {@code guest-panicked}; QEMU holds all it held.
   */
  CRASHED(true),
  /**
   * The guest has powered off and its QEMU is still there: {@code qmpstatus} is {@code shutdown},
   * during a backup or while PVE's event daemon is down; it holds all it held.
   */
  POWERED_OFF(true),
  /** Saved to disk: stopped, with lock {@code suspended}; the next start resumes it. */
  HIBERNATED(false),
  /** No QEMU process. */
  STOPPED(false),
  /** Its node does not answer. */
  UNKNOWN(false);

  private final boolean holdsResources;

  PowerState(boolean holdsResources) {
    this.holdsResources = holdsResources;
  }

  /** Whether memory and devices are known to be taken. */
  public boolean holdsResources() {
    return holdsResources;
  }

  /** Whether PVE's resume makes it run (pve-api.md §14); a start is refused then. */
  public boolean resumes() {
    return switch (this) {
      case PAUSED, ASLEEP, POWERED_OFF -> true;
      case RUNNING, CRASHED, HIBERNATED, STOPPED, UNKNOWN -> false;
    };
  }

  /** Whether its guest is halted, and hears nothing until it is resumed (pve-api.md §14). */
  public boolean isHalted() {
    return this == PAUSED || this == ASLEEP;
  }

  /** Its name in the resource bundle and in style sheets. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What the VM is doing, for a sentence in which it follows "is".
   *
   * @param qmpStatus QEMU's run state, named where the guest has crashed; may be empty
   */
  public Message message(String qmpStatus) {
    boolean crashed = this == CRASHED && !qmpStatus.isEmpty();
    return Message.of(MessageKey.POWER, crashed ? "crashed-qmp" : id(), qmpStatus);
  }

  /**
   * Translates PVE's three values (pve-api.md §2, the table of status/current, and §14).
   *
   * @param status {@code running} or {@code stopped}; anything else is unknown
   * @param qmpStatus QEMU's run state, empty where PVE did not say; an unknown one counts as
   *     running
   * @param lock the configuration's lock, empty where there is none
   */
  public static PowerState of(String status, String qmpStatus, String lock) {
    return switch (status) {
      case "running" -> running(qmpStatus);
      case "stopped" -> lock.equals("suspended") ? HIBERNATED : STOPPED;
      default -> UNKNOWN;
    };
  }

  private static PowerState running(String qmpStatus) {
    return switch (qmpStatus) {
      case "paused", "prelaunch" -> PAUSED;
      case "suspended" -> ASLEEP;
      case "io-error", "internal-error", "guest-panicked" -> CRASHED;
      case "shutdown" -> POWERED_OFF;
      default -> RUNNING;
    };
  }
}
