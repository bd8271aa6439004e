package io.github.riskyproxmox.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A user or an API token of a scenario.
 *
 * @param id {@code launcher@pve}, or {@code launcher@pve!agent} for a token
 * @param secret the secret of a token; if empty, the simulator generates one. Empty for users
 * @param privilegeSeparated {@code privsep=1} of a token
 * @param grants privileges by path; they propagate to all paths below
 */
public record ScenarioSubject(
    String id,
    Optional<String> secret,
    boolean privilegeSeparated,
    Map<String, Set<String>> grants) {

  /** Copies the grants. */
  public ScenarioSubject {
    grants = Map.copyOf(grants);
  }

  ScenarioSubject withSecret(String known) {
    return new ScenarioSubject(id, Optional.of(known), privilegeSeparated, grants);
  }

  boolean isToken() {
    return id.contains("!");
  }

  @Override
  public String toString() {
    return id;
  }
}
