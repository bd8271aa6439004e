package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks guest agents. One that cannot be asked counts as silent, with the reason. Thread-safe. */
final class GuestAgents {
  /** Proxmox waits 3 s for an agent that is silent: a dialog does not wait for it each time. */
  private static final Duration SILENT_FOR = Duration.ofSeconds(30);

  private final Proxmox proxmox;
  private final Supplier<Instant> clock;
  private final Map<VmRef, Silence> silent = new ConcurrentHashMap<>();

  private record Silence(AgentReport.Silent report, Instant until) {}

  GuestAgents(Proxmox proxmox, Supplier<Instant> clock) {
    this.proxmox = proxmox;
    this.clock = clock;
  }

  /** What that VM's agent says; silence is remembered for half a minute. */
  AgentReport recent(VmRef vm) {
    Silence known = silent.get(vm);
    Instant now = clock.get();
    if (known != null
        && now.isBefore(known.until())
        && !now.isBefore(known.until().minus(SILENT_FOR))) {
      return known.report();
    }
    AgentReport report = now(vm);
    switch (report) {
      case AgentReport.Answering answering -> silent.remove(vm);
      case AgentReport.Silent quiet -> silent.put(vm, new Silence(quiet, now.plus(SILENT_FOR)));
    }
    return report;
  }

  /** What that VM's agent says now; takes up to 3 s where it is silent (pve-api.md §11). */
  AgentReport now(VmRef vm) {
    try {
      return proxmox.agent(vm);
    } catch (PveException unasked) {
      return new AgentReport.Silent(words(unasked));
    }
  }

  private static String words(PveException unasked) {
    boolean forbidden =
        unasked instanceof PveRefused refused && refused.reason() == PveRefused.Reason.PERMISSION;
    return forbidden
        ? "the token has no VM.GuestAgent.Audit; on Proxmox VE 8: VM.Monitor"
        : String.valueOf(unasked.getMessage());
  }
}
