package io.github.riskyproxmox.web.security;

import java.util.HashMap;
import java.util.Map;

/** Limits how many request bodies are read at once: each holds a thread until it has arrived. */
final class RequestLimiter {
  /** Per client: far more than a household clicks at once, even behind one reverse proxy. */
  static final int EACH = 20;

  /** In total: half of the threads; the other half is for requests without a body. */
  static final int ALL = 200;

  private final Map<String, Integer> inside = new HashMap<>();
  private int total;

  /** Whether one more of this client may begin; if so, call {@link #leave} when it has ended. */
  synchronized boolean enter(String client) {
    if (total >= ALL || inside.getOrDefault(client, 0) >= EACH) {
      return false;
    }
    total++;
    inside.merge(client, 1, Integer::sum);
    return true;
  }

  /** A body of this client has arrived or will not arrive. */
  synchronized void leave(String client) {
    total--;
    inside.computeIfPresent(client, (any, count) -> count == 1 ? null : count - 1);
  }
}
