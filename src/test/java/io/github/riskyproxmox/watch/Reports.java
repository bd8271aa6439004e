package io.github.riskyproxmox.watch;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Launch reports for tests. */
public final class Reports {
  private Reports() {}

  /** A launch of that VM that is so far. */
  public static LaunchReport of(Vm target, LaunchPhase phase, Instant now) {
    return new LaunchReport(
        "launch-1",
        target.ref(),
        target.name(),
        phase,
        Optional.empty(),
        List.of(),
        now,
        phase.isOver() ? Optional.of(now) : Optional.empty(),
        Optional.empty(),
        "Launching " + target.name() + ".",
        List.of(),
        List.of(),
        Set.of(),
        false,
        !phase.isOver(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
