package io.github.riskyproxmox.domain.vm;

/** What a VM is doing, as far as its resources are concerned. */
public enum PowerState {
  /** A QEMU process runs (resuming and QEMU's other run states included). */
  RUNNING(true),
  /**
   * Suspended in RAM: QEMU's {@code qmpstatus} is {@code paused}; memory and devices stay taken.
   */
  PAUSED(true),
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

  /**
   * Reads PVE's three words (pve-api.md §2, the table of status/current).
   *
   * @param status {@code running} or {@code stopped}; anything else is unknown
   * @param qmpStatus QEMU's run state, empty where PVE did not say
   * @param lock the configuration's lock, empty where there is none
   */
  public static PowerState of(String status, String qmpStatus, String lock) {
    return switch (status) {
      case "running" -> qmpStatus.equals("paused") ? PAUSED : RUNNING;
      case "stopped" -> lock.equals("suspended") ? HIBERNATED : STOPPED;
      default -> UNKNOWN;
    };
  }
}
