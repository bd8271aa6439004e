package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.CertificateTrust;
import io.github.riskyproxmox.config.PveAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * Connects to one address of Proxmox, to say what answers there. It accepts any certificate and
 * sends no token.
 */
public final class AddressProbe {
  private static final String DATE = "Date: ";

  /** How much of the answer is looked through for its headers. */
  private static final int MOST_BYTES = 4096;

  /** What was found at an address. */
  public sealed interface Result {
    /**
     * No TCP connection.
     *
     * @param reason the words of the operating system
     */
    record Dead(String reason) implements Result {}

    /**
     * A TCP connection, but no TLS.
     *
     * @param reason the words of the JDK
     */
    record NoTls(String reason) implements Result {}

    /**
     * A TLS connection.
     *
     * @param certificate of the server
     * @param clock the time of the server, in whole seconds; empty if it does not say
     */
    record Secured(X509Certificate certificate, Optional<Instant> clock) implements Result {}
  }

  private final PveAddress address;
  private final Duration limit;

  /** Probes addresses of that host, each step within that limit. */
  public AddressProbe(PveAddress address, Duration limit) {
    this.address = address;
    this.limit = limit;
  }

  /** Connects to one of its addresses. */
  public Result probe(InetAddress one) {
    int millis = (int) limit.toMillis();
    try (Socket plain = new Socket()) {
      try {
        plain.connect(new InetSocketAddress(one, address.port()), millis);
        plain.setSoTimeout(millis);
      } catch (IOException dead) {
        return new Result.Dead(words(dead));
      }
      try (SSLSocket secured = new Tls(new CertificateTrust.Anything(), address).handshake(plain)) {
        return new Result.Secured(
            (X509Certificate) secured.getSession().getPeerCertificates()[0], clock(secured));
      }
    } catch (IOException | ClassCastException noTls) {
      return new Result.NoTls(words(noTls));
    }
  }

  /** The page of Proxmox is asked for, because the API answers without a token only after 3 s. */
  private Optional<Instant> clock(SSLSocket socket) {
    String request =
        "GET / HTTP/1.1\r\nHost: " + address.authority() + "\r\nConnection: close\r\n\r\n";
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String head =
          new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
      return head.lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.regionMatches(true, 0, DATE, 0, DATE.length()))
          .findFirst()
          .map(line -> line.substring(DATE.length()).strip())
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (IOException | DateTimeException silent) {
      return Optional.empty();
    }
  }

  private static String words(Exception failure) {
    return String.valueOf(failure.getMessage());
  }
}
