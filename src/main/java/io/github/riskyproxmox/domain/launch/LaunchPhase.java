package io.github.riskyproxmox.domain.launch;

/** How far a launch is. */
public enum LaunchPhase {
  /** Stops are being sent. */
  STOPPING(false),
  /** Stops were sent; the agent waits until they have ended. */
  WAITING(false),
  /** The target is being started. */
  STARTING(false),
  /** The target runs. */
  SUCCEEDED(true),
  /** It ended without the target running; the message says why. */
  FAILED(true),
  /** A client cancelled it: the target was not started. */
  CANCELLED(true),
  /** The agent was down for too long, or the target is gone: not resumed. */
  INTERRUPTED(true);

  private final boolean over;

  LaunchPhase(boolean over) {
    this.over = over;
  }

  /** Whether nothing more will happen. */
  public boolean isOver() {
    return over;
  }
}
