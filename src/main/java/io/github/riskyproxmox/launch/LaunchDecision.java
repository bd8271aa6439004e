package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPlan;
import io.github.riskyproxmox.domain.launch.LaunchReply;

/** What a request leads to. */
sealed interface LaunchDecision {
  /** The launch begins. */
  record Go(LaunchPlan plan) implements LaunchDecision {}

  /** Nothing is done. */
  record Answer(LaunchReply reply) implements LaunchDecision {}
}
