package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says of a failed exchange why it failed, and whether the request may have arrived. */
final class ExchangeFailures {
  // What the JDK says of bytes that are not TLS (sun.security.ssl.SSLSocketInputRecord).
  private static final Pattern NO_TLS =
      Pattern.compile("Unsupported or unrecognized SSL message|plaintext connection");

  // HttpClient puts this before the JDK's words (ConnectExceptionSupport).
  private static final Pattern CONNECT_TO = Pattern.compile("^Connect to .* failed: ");

  // HttpClient's ChunkedInputStream has the same exception for the stream's end and for bad bytes.
  private static final String CHUNK_CUT_OFF = "CRLF expected at end of chunk";

  private final PveAddress address;
  private final Limits limits;
  private final Addresses addresses;

  ExchangeFailures(PveAddress address, Limits limits, Addresses addresses) {
    this.address = address;
    this.limits = limits;
    this.addresses = addresses;
  }

  /**
   * There was no connection, so the request has not arrived.
   *
   * @param late whether the time for the whole exchange was up
   */
  PveException unreachable(Exception failure, boolean late) {
    return CertificateRefusal.of(failure, address)
        .<PveException>map(refusal -> refusal)
        .orElseGet(
            () ->
                new PveUnavailable(
                    "Proxmox at "
                        + address
                        + " cannot be reached: "
                        + tried()
                        + why(failure, late)
                        + hint(failure),
                    Delivery.NOT_DELIVERED,
                    failure));
  }

  /**
   * The request was written, wholly or in part, and there is no whole response.
   *
   * @param call the request, for people
   * @param late whether the time for the whole exchange was up
   */
  PveException unanswered(String call, Exception failure, boolean late) {
    if (!late && isMalformed(failure)) {
      return new PveProtocolError(
          "Proxmox at " + address + " answered " + call + ": what came back is not HTTP.", failure);
    }
    return new PveUnavailable(
        "Proxmox at " + address + " did not answer " + call + ": " + why(failure, late),
        Delivery.UNCERTAIN,
        failure);
  }

  /** The response's body is larger than the limit. */
  PveException tooLarge(String call) {
    return new PveProtocolError(
        "Proxmox at "
            + address
            + " answered "
            + call
            + ": the answer is larger than "
            + (limits.bodyBytes() >> 20)
            + " MiB.");
  }

  private static boolean isMalformed(Exception failure) {
    boolean cutOff =
        failure instanceof TruncatedChunkException
            || String.valueOf(failure.getMessage()).startsWith(CHUNK_CUT_OFF);
    return failure instanceof HttpException
        || failure instanceof MessageConstraintException
        || failure instanceof MalformedChunkCodingException && !cutOff;
  }

  private String tried() {
    return addresses.count() > 1 ? "none of its " + addresses.count() + " addresses serves: " : "";
  }

  private String hint(Exception failure) {
    return address.portAssumed() && !(failure instanceof UnknownHostException)
        ? " PVE_HOST is written with https:// and without a port, so Proxmox's port 8006 was"
            + " tried; if Proxmox is behind a reverse proxy, add :443."
        : "";
  }

  private String why(Exception failure, boolean late) {
    if (late) {
      return "it took longer than " + limits.whole().toSeconds() + " s.";
    }
    return switch (failure) {
      case Addresses.Late slow ->
          "its name could not be looked up in time; check this machine's DNS, or write an address"
              + " in PVE_HOST.";
      case UnknownHostException unknown ->
          "the name is not known; check PVE_HOST and this machine's DNS.";
      case SocketTimeoutException silent -> "no answer came in time.";
      case SSLException other when NO_TLS.matcher(other.toString()).find() ->
          "the service there answers without TLS (plain HTTP, or another service), and Proxmox only"
              + " speaks HTTPS; check host and port in PVE_HOST.";
      case IllegalStateException closed -> "the agent is stopping.";
      default -> CONNECT_TO.matcher(String.valueOf(failure.getMessage())).replaceFirst("") + ".";
    };
  }
}
