package io.github.riskyproxmox.web.security;

import java.util.HashMap;
import java.util.Map;

/** How many request bodies may be on their way at once: each holds a thread until it is there. */
final class RequestLimiter {
  /** Far more than a household clicks at once, behind one reverse proxy too. */
  static final int EACH = 20;

  /** Half of the threads: the other half is for those who only read. */
  static final int ALL = 200;

  private final Map<String, Integer> inside = new HashMap<>();
  private int total;

  /** Whether one more of that client may begin; it must leave then. */
  synchronized boolean enter(String client) {
    if (total >= ALL || inside.getOrDefault(client, 0) >= EACH) {
      return false;
    }
    total++;
    inside.merge(client, 1, Integer::sum);
    return true;
  }

  /** One of that client is there, or has been given up. */
  synchronized void leave(String client) {
    total--;
    inside.computeIfPresent(client, (any, count) -> count == 1 ? null : count - 1);
  }
}
