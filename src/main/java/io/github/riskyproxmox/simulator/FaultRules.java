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
 * What goes wrong between the client and the simulated Proxmox:
 *
 * <pre>{@code
 * faults.on("POST", ".*\/status/stop").inject(Fault.resetAfter());         // the first stop
 * faults.on("GET", ".*\/tasks/.*").fromNth(3).times(2).inject(Fault.status(502, "Bad Gateway"));
 * faults.on(FaultRules.ANY, ".*").during(Duration.ofSeconds(60)).inject(Fault.silentBefore());
 * faults.outage(Duration.ofSeconds(60));                                  // connection refused
 * }</pre>
 *
 * <p>Of several rules that strike a request the one given first counts.
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
   * @param method of HTTP, or {@link #ANY}
   * @param path a regular expression that the whole path without {@code /api2/json} matches
   */
  public When on(String method, String path) {
    return new When(method, Pattern.compile(path), 1, 1, Instant.MAX);
  }

  /** Nothing goes wrong any more; an outage goes on. */
  public void clear() {
    rules.clear();
  }

  /** The API daemon is down for a while of the simulator's time: connections are refused. */
  public void outage(Duration length) {
    // Both at once: a client that is cut off by the first may move the time on at once.
    synchronized (listener) {
      cluster.after(length, listener::admit);
      listener.refuse();
    }
  }

  /** Every open connection is reset, as when the API daemon is restarted at once. */
  public void dropConnections() {
    listener.dropConnections();
  }

  Delivery deliver(RecordedRequest request, Supplier<HttpReply> answer) {
    Optional<FaultRule> rule = rules.stream().filter(each -> each.strikes(request)).findFirst();
    return rule.isEmpty()
        ? new Delivery.Answered(answer.get())
        : rule.get().fault().apply(new Scene(answer));
  }

  /** Which requests, and how often. */
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

    /** Not before the nth of them; 1 is the first. */
    public When fromNth(int nth) {
      return new When(method, path, nth, times, until);
    }

    /** So many of them; unless said, one. */
    public When times(int count) {
      return new When(method, path, first, count, until);
    }

    /** All of them. */
    public When always() {
      return times(Integer.MAX_VALUE);
    }

    /** All of them from now on for a while of the simulator's time. */
    public When during(Duration period) {
      return new When(method, path, first, Integer.MAX_VALUE, cluster.clock().now().plus(period));
    }

    /** Lets the fault happen to them. */
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
