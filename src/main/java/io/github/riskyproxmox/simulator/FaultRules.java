package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.Delivery;
import io.github.riskyproxmox.simulator.http.HttpReply;
import io.github.riskyproxmox.simulator.http.HttpsListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Injects faults between the client and the simulated Proxmox:
 *
 * <pre>{@code
 * faults.on("POST", ".*\/status/stop").inject(Fault.resetAfter());         // the first stop
 * faults.on("GET", ".*\/tasks/.*").fromNth(3).times(2).inject(Fault.status(502, "Bad Gateway"));
 * faults.on(FaultRules.ANY, ".*").during(Duration.ofSeconds(60)).inject(Fault.silentBefore());
 * faults.outage(Duration.ofSeconds(60));                                  // connection refused
 * }</pre>
 *
 * <p>If several rules match a request, the first one applies.
 */
public final class FaultRules {
  /** Any method. */
  public static final String ANY = "*";

  private final SimCluster cluster;
  private final HttpsListener listener;
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

  FaultRules(SimCluster cluster, HttpsListener listener) {
    this.cluster = cluster;
    this.listener = listener;
  }

  /**
   * Chooses requests.
   *
   * @param method the HTTP method, or {@link #ANY}
   * @param path a regular expression that the whole path without {@code /api2/json} matches
   */
  public When on(String method, String path) {
    return new When(method, Pattern.compile(path), 1, 1, Instant.MAX);
  }

  /** Removes all rules; an outage goes on. */
  public void clear() {
    rules.clear();
  }

  /** The API daemon is down for that simulated time: connections are refused. */
  public void outage(Duration length) {
    // Atomic, because a client that the outage disconnects may advance the clock at once.
    synchronized (listener) {
      cluster.after(length, listener::admit);
      listener.refuse();
    }
  }

  /** Resets every open connection, like a quick restart of the API daemon. */
  public void dropConnections() {
    listener.dropConnections();
  }

  Delivery deliver(RecordedRequest request, Supplier<HttpReply> answer) {
    Optional<FaultRule> rule = rules.stream().filter(each -> each.strikes(request)).findFirst();
    return rule.isEmpty()
        ? new Delivery.Answered(answer.get())
        : rule.get().fault().apply(new Scene(answer));
  }

  /** Selects requests. */
  public final class When {
    private final String method;
    private final Pattern path;
    private final int first;
    private final int times;
    private final Instant until;

    private When(String method, Pattern path, int first, int times, Instant until) {
      this.method = method;
      this.path = path;
      this.first = first;
      this.times = times;
      this.until = until;
    }

    /** Starts with the nth request; 1 is the first. */
    public When fromNth(int nth) {
      return new When(method, path, nth, times, until);
    }

    /** That many requests; the default is one. */
    public When times(int count) {
      return new When(method, path, first, count, until);
    }

    /** All requests. */
    public When always() {
      return times(Integer.MAX_VALUE);
    }

    /** All requests during that simulated time from now on. */
    public When during(Duration period) {
      return new When(method, path, first, Integer.MAX_VALUE, cluster.clock().now().plus(period));
    }

    /** Applies the fault to the selected requests. */
    public FaultRule inject(Fault fault) {
      FaultRule rule = new FaultRule(method, path, first, times, until, fault);
      rules.add(rule);
      return rule;
    }
  }

  private final class Scene implements Fault.Scene {
    private final Supplier<HttpReply> answer;

    private Scene(Supplier<HttpReply> answer) {
      this.answer = answer;
    }

    @Override
    public HttpReply process() {
      return answer.get();
    }

    @Override
    public SimCluster cluster() {
      return cluster;
    }

    @Override
    public void outage(Duration length) {
      FaultRules.this.outage(length);
    }
  }
}
