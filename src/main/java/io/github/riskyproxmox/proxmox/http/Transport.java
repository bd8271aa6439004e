package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.Secret;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Sends a request to Proxmox, and to nobody else, at most once, and says of a failure whether it
 * can have arrived.
 *
 * <p>Why not the JDK's clients: HttpURLConnection sends a POST a second time when its answer is
 * lost (measured: a VM would be stopped twice), and java.net.http hides the reason phrase, which is
 * all that a 595 and a PVE before http-server 5.2 say. The token is added here, beneath everything
 * that may log headers.
 */
final class Transport implements AutoCloseable {
  // What the JDK says of bytes that are not TLS (sun.security.ssl.SSLSocketInputRecord).
  private static final Pattern NO_TLS =
      Pattern.compile("Unsupported or unrecognized SSL message|plaintext connection");

  private final PveAddress address;
  private final Addresses addresses;
  private final Secret secret;
  private final String authorization;
  private final Tls tls;
  private final Limits limits;
  private final IdleConnections idle = new IdleConnections();
  private final Set<Connection> busy = ConcurrentHashMap.newKeySet();

  Transport(Settings settings, Limits limits) {
    this(settings, limits, InetAddress::getAllByName);
  }

  /** The same, which looks names up like that. */
  Transport(Settings settings, Limits limits, Addresses.Resolver resolver) {
    this.address = settings.host();
    this.addresses = new Addresses(address.host(), resolver);
    this.secret = settings.tokenSecret();
    this.authorization = "PVEAPIToken=" + settings.tokenId() + "=" + secret.reveal();
    this.tls = new Tls(settings.trust());
    this.limits = limits;
  }

  PveAddress address() {
    return address;
  }

  /**
   * The answer, whatever its status. Reads are asked a second time where a kept connection turns
   * out to be dead; nothing else is.
   *
   * @throws io.github.riskyproxmox.domain.pve.PveException if there is none
   */
  PveResponse exchange(PveRequest call) {
    try (Deadline deadline = new Deadline(limits.whole())) {
      Optional<Connection> kept = call.isRead() ? idle.take() : Optional.empty();
      if (kept.isPresent()) {
        deadline.closes(kept.get().socket());
        Optional<PveResponse> answer = exchange(kept.get(), call, deadline, true);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      return exchange(open(deadline), call, deadline, false).orElseThrow();
    }
  }

  /** Tries the name's addresses one after the other, which share the time for connecting. */
  private Connection open(Deadline deadline) {
    List<InetAddress> all = addresses(deadline);
    Duration each = limits.connect().dividedBy(all.size());
    List<IOException> failures = new ArrayList<>();
    for (InetAddress at : all) {
      try {
        Connection open = Connection.open(at, address, tls, each, limits.noAnswer(), deadline);
        addresses.prefer(at);
        return open;
      } catch (IOException failed) {
        failures.add(failed);
        if (deadline.passed()) {
          break;
        }
      }
    }
    throw failures.stream()
        .flatMap(failure -> CertificateRefusal.of(failure, address).stream())
        .<PveException>map(refusal -> refusal)
        .findFirst()
        .orElseGet(() -> unreachable(failures.get(0), all.size(), deadline));
  }

  private List<InetAddress> addresses(Deadline deadline) {
    try {
      return addresses.find(limits.connect(), deadline);
    } catch (UnknownHostException unknown) {
      throw unreachable(unknown, 1, deadline);
    }
  }

  private PveUnavailable unreachable(IOException failure, int tried, Deadline deadline) {
    String several = tried > 1 ? "none of its " + tried + " addresses serves: " : "";
    String hint =
        address.portAssumed() && !(failure instanceof UnknownHostException)
            ? " PVE_HOST is written with https:// and without a port, so Proxmox's port 8006 was"
                + " tried; if Proxmox is behind a reverse proxy, add :443."
            : "";
    return new PveUnavailable(
        "Proxmox at " + address + " cannot be reached: " + several + why(failure, deadline) + hint,
        Delivery.NOT_DELIVERED,
        failure);
  }

  /** Empty only if a kept connection was dead before any of the answer came. */
  private Optional<PveResponse> exchange(
      Connection connection, PveRequest call, Deadline deadline, boolean kept) {
    AnswerReader reader = new AnswerReader(connection.input(), limits.bodyBytes());
    boolean keep = false;
    busy.add(connection);
    try {
      connection.send(call, address, authorization);
      PveResponse answer = reader.read().without(secret);
      keep = answer.reusable() && call.isRead() && answer.status() < 400;
      return Optional.of(answer);
    } catch (SocketTimeoutException silent) {
      throw lost(call, silent, deadline);
    } catch (ProtocolException strange) {
      throw new PveProtocolError(
          "Proxmox at " + address + " answered " + call + ": " + strange.getMessage() + ".",
          strange);
    } catch (IOException broken) {
      if (kept && !reader.begun() && !deadline.passed()) {
        return Optional.empty();
      }
      throw lost(call, broken, deadline);
    } finally {
      busy.remove(connection);
      // Not otherwise: a second attempt on a new connection has what is left of the time.
      if (keep) {
        deadline.close();
      }
      if (keep && !deadline.passed()) {
        idle.keep(connection);
      } else {
        connection.close();
      }
    }
  }

  private PveUnavailable lost(PveRequest call, IOException failure, Deadline deadline) {
    return new PveUnavailable(
        "Proxmox at " + address + " did not answer " + call + ": " + why(failure, deadline),
        Delivery.UNCERTAIN,
        failure);
  }

  private String why(IOException failure, Deadline deadline) {
    if (deadline.passed()) {
      return "it was not done within " + limits.whole().toSeconds() + " s.";
    }
    if (failure instanceof Addresses.Late) {
      return "its name could not be looked up in time; check this machine's DNS, or write an"
          + " address in PVE_HOST.";
    }
    if (failure instanceof UnknownHostException) {
      return "the name is not known; check PVE_HOST and this machine's DNS.";
    }
    if (failure instanceof SocketTimeoutException) {
      return "nothing came in time.";
    }
    if (failure instanceof SSLException && NO_TLS.matcher(failure + "").find()) {
      return "who answers there does so without TLS (plain HTTP, or another service), and Proxmox"
          + " only speaks HTTPS; check host and port in PVE_HOST.";
    }
    return (failure.getMessage() == null ? "the connection broke" : failure.getMessage()) + ".";
  }

  /** Closes what is kept and breaks off what is under way. */
  @Override
  public void close() {
    addresses.close();
    idle.clear();
    busy.forEach(Connection::close);
  }
}
