package io.github.riskyproxmox.simulator;

/** PVE's messages that several classes use. */
final class PveText {
  private PveText() {}

  static String noConfiguration(String node, int vmid) {
    return "Configuration file 'nodes/" + node + "/qemu-server/" + vmid + ".conf' does not exist";
  }

  static String noConfigurationFound(String node, int vmid) {
    return "unable to find configuration file for VM " + vmid + " on node '" + node + "'";
  }

  static String notRunning(int vmid) {
    return "VM " + vmid + " not running";
  }

  static String locked(String lock) {
    return "VM is locked (" + lock + ")";
  }
}
