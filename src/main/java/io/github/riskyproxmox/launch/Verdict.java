package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchReply;

/** What a request comes to. */
sealed interface Verdict {
  /** It is to be done. */
  record Go(LaunchPlan plan) implements Verdict {}

  /** Nothing is to be done. */
  record Answer(LaunchReply reply) implements Verdict {}
}
