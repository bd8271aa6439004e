package io.github.riskyproxmox.simulator;

import io.github.riskyproxmox.simulator.http.Delivery;
import io.github.riskyproxmox.simulator.http.HttpRequest;
import io.github.riskyproxmox.simulator.http.HttpsListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A simulated Proxmox VE server on a loopback port. */
public final class SimServer implements AutoCloseable {
  private final SimCertificate certificate;
  private final SimCluster cluster;
  private final Api api;
  private final FaultRules faults;
  private final HttpsListener listener;
  private final RequestLog requests = new RequestLog();

  private SimServer(
      SimScenario scenario, SimClock clock, SimCertificate certificate, HttpsListener listener)
      throws IOException {
    this.certificate = certificate;
    this.cluster = new SimCluster(scenario, clock, certificate.fingerprint());
    this.api = new Api(cluster, new EndpointTable());
    this.listener = listener;
    this.faults = new FaultRules(cluster, listener);
    listener.answerBy(this::handle);
  }

  /**
   * Starts a server. All servers of this process share one self-signed certificate.
   *
   * @param scenario the initial state
   * @param clock its clock
   * @param port on 127.0.0.1; 0 for any free one
   */
  public static SimServer start(SimScenario scenario, SimClock clock, int port) {
    SimCertificate certificate = SimCertificate.selfSigned();
    try {
      return new SimServer(
          scenario, clock, certificate, new HttpsListener(certificate.tls(), port));
    } catch (IOException e) {
      throw new UncheckedIOException("The simulator cannot listen on port " + port + ".", e);
    }
  }

  /**
   * Replaces this server by a new one. The connections stay open, which saves most TLS handshakes
   * in tests with many servers.
   *
   * @throws UncheckedIOException if this server refused connections and another process has taken
   *     the port; then nothing listens
   */
  public SimServer replacedBy(SimScenario scenario, SimClock clock) {
    cluster.close();
    try {
      return new SimServer(scenario, clock, certificate, listener);
    } catch (IOException e) {
      listener.close();
      throw new UncheckedIOException("The simulator cannot listen on port " + port() + ".", e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return listener.port();
  }

  /** The certificate's SHA-256 fingerprint in upper case with colons, as Proxmox prints it. */
  public String fingerprint() {
    return certificate.fingerprint();
  }

  /** The certificate in PEM format. */
  public String certificatePem() {
    return certificate.pem();
  }

  /** The scenario's first token. */
  public String tokenId() {
    return cluster.access().tokenId();
  }

  /** The secret of that token. */
  public String tokenSecret() {
    return cluster.access().secret(tokenId());
  }

  /** The simulated cluster. */
  public SimCluster cluster() {
    return cluster;
  }

  /** The faults between client and server. */
  public FaultRules faults() {
    return faults;
  }

  /** The newest requests, at most 20,000, in the order of their arrival. */
  public List<RecordedRequest> requests() {
    return requests.all();
  }

  /** Stops listening and cancels all events. */
  @Override
  public void close() {
    cluster.close();
    listener.close();
  }

  private Delivery handle(HttpRequest request) {
    RecordedRequest recorded = requests.add(request, cluster.clock().now());
    return faults.deliver(recorded, () -> api.answer(request));
  }
}
