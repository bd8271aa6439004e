package io.github.riskyproxmox.setup;

/** The service as systemd knows it. */
final class Service {
  private static final String UNIT = "risky-proxmox-agent.service";
  private static final String SYSTEMCTL = "systemctl";

  private final Programs programs;

  Service(Programs programs) {
    this.programs = programs;
  }

  /** Whether systemd has the unit. */
  boolean exists() throws SetupFailure {
    return programs.has(SYSTEMCTL) && programs.run(command("cat")).status() == 0;
  }

  /** What {@code is-enabled} or {@code is-active} says. */
  boolean is(String question) throws SetupFailure {
    return programs.run(CommandLine.of(SYSTEMCTL, question, "--quiet", UNIT)).status() == 0;
  }

  CommandLine command(String verb) {
    return CommandLine.of(SYSTEMCTL, verb, UNIT);
  }
}
