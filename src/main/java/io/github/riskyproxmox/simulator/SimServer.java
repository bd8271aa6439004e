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
   * Starts one with the self-signed certificate that all of this process have.
   *
   * @param scenario what it shows at first
   * @param clock its time
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
   * Another one in the place of this one, which is closed but for its connections: they stay open,
   * which with many servers in turn saves most of the handshakes.
   *
   * @throws UncheckedIOException if this one was refusing connections, and somebody else has the
   *     port by now; nothing listens then
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

  /** The certificate's SHA-256 as Proxmox prints it: upper case, with colons. */
  public String fingerprint() {
    return certificate.fingerprint();
  }

  /** The certificate in PEM form. */
  public String certificatePem() {
    return certificate.pem();
  }

  /** The scenario's first token. */
  public String tokenId() {
    return cluster.access().tokenId();
  }

  /** Its secret. */
  public String tokenSecret() {
    return cluster.access().secret(tokenId());
  }

  /** What is simulated, and what others do to it. */
  public SimCluster cluster() {
    return cluster;
  }

  /** What goes wrong on the wire. */
  public FaultRules faults() {
    return faults;
  }

  /** The requests that arrived so far, in their order; at most the newest 20,000. */
  public List<RecordedRequest> requests() {
    return requests.all();
  }

  /** Stops listening; all its events are off. */
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
