package io.github.riskyproxmox.simulator;

/** The requested and the current HA state of a VM. */
final class HaState {
  private boolean wanted;
  private String state;

  HaState(boolean running) {
    wanted = running;
    state = running ? "started" : "stopped";
  }

  boolean wantsRunning() {
    return wanted;
  }

  void want(boolean running, String newState) {
    wanted = running;
    state = newState;
  }

  /** {@code started}, {@code request_stop}, {@code stopped}, ... */
  String state() {
    return state;
  }

  void reach(String newState) {
    state = newState;
  }
}
