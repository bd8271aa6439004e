package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.regex.Pattern;

/** Decides which requests a fault hits, and counts them. */
public final class FaultRule {
  private final String method;
  private final Pattern path;
  private final int first;
  private final int times;
  private final Instant until;
  private final Fault fault;
  private int seen;
  private int hits;

  FaultRule(String method, Pattern path, int first, int times, Instant until, Fault fault) {
    this.method = method;
    this.path = path;
    this.first = first;
    this.times = times;
    this.until = until;
    this.fault = fault;
  }

  /** How many requests the fault hit. */
  public synchronized int hits() {
    return hits;
  }

  Fault fault() {
    return fault;
  }

  /** Whether the fault hits this request. */
  synchronized boolean strikes(RecordedRequest request) {
    boolean matches =
        (method.equals(FaultRules.ANY) || method.equals(request.method()))
            && path.matcher(request.path()).matches();
    if (!matches) {
      return false;
    }
    seen++;
    if (seen < first || hits >= times || !request.arrival().isBefore(until)) {
      return false;
    }
    hits++;
    return true;
  }

  @Override
  public String toString() {
    return fault + " at " + method + " " + path + " from number " + first;
  }
}
