package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchReply;

/** What a request comes to. */
sealed interface LaunchDecision {
  /** It is to be done. */
  record Go(LaunchPlan plan) implements LaunchDecision {}

  /** Nothing is to be done. */
  record Answer(LaunchReply reply) implements LaunchDecision {}
}
