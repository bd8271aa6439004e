package io.github.riskyproxmox.simulator;

/** PVE's messages that several classes use. */
final class PveText {
  private PveText() {}

  static String noConfiguration(GuestKind kind, String node, int vmid) {
    return "Configuration file 'nodes/"
        + node
        + "/"
        + kind.directory()
        + "/"
        + vmid
        + ".conf' does not exist";
  }

  static String noConfigurationFound(GuestKind kind, String node, int vmid) {
    return "unable to find configuration file for "
        + kind.word()
        + " "
        + vmid
        + " on node '"
        + node
        + "'";
  }

  static String alreadyRunning(GuestKind kind, int vmid) {
    return kind.word() + " " + vmid + " already running";
  }

  static String notRunning(GuestKind kind, int vmid) {
    return kind.word() + " " + vmid + " not running";
  }

  static String locked(SimVm vm, String lock) {
    return vm.kind().word() + " is locked (" + lock + ")";
  }
}
