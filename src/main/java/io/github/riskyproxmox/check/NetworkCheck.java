package io.github.riskyproxmox.check;

import io.github.riskyproxmox.config.CertificateTrust;
import io.github.riskyproxmox.config.Fingerprint;
import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.proxmox.http.AddressProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks the name up and connects to each of its addresses. */
final class NetworkCheck {
  /** Looks a name up. */
  interface Lookup {
    /** All its addresses. */
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final long MOST_SECONDS_APART = 60;

  private final Settings settings;
  private final PveAddress host;
  private final Lookup lookup;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  NetworkCheck(Settings settings, Lookup lookup, InstantSource clock) {
    this.settings = settings;
    this.host = settings.host();
    this.lookup = lookup;
    this.clock = clock;
  }

  /** What is the case with each address, and once with the certificate and the clock. */
  List<Finding> run() {
    List<AddressProbe.Result.Secured> served = new ArrayList<>();
    try {
      for (InetAddress address : lookup.of(host.host())) {
        probe(address).ifPresent(served::add);
      }
    } catch (UnknownHostException unknown) {
      findings.add(
          Finding.broken(
              host.host(), Message.of(CheckText.NAME_UNKNOWN), Message.of(CheckText.NAME_CURE)));
    }
    if (!served.isEmpty()) {
      certificate(served.get(0).certificate());
      served.get(0).clock().ifPresent(this::clocks);
    }
    return findings;
  }

  private Optional<AddressProbe.Result.Secured> probe(InetAddress address) {
    String where =
        new InetSocketAddress(address, host.port()).toString().replaceFirst("^[^/]*/", "");
    switch (new AddressProbe(host, LIMIT).probe(address)) {
      case AddressProbe.Result.Dead dead ->
          findings.add(
              Finding.warning(
                  where,
                  Message.of(CheckText.DEAD, dead.reason()),
                  Message.of(CheckText.DEAD_CURE)));
      case AddressProbe.Result.NoTls noTls ->
          findings.add(
              Finding.warning(
                  where,
                  Message.of(CheckText.NO_TLS, noTls.reason()),
                  Message.of(CheckText.NO_TLS_CURE)));
      case AddressProbe.Result.Secured secured -> {
        findings.add(Finding.ok(where, Message.of(CheckText.CONNECTED)));
        return Optional.of(secured);
      }
    }
    return Optional.empty();
  }

  /** A certificate that the settings do not accept fails the first request. */
  private void certificate(X509Certificate certificate) {
    String fingerprint = Fingerprint.of(certificate).value();
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(clock.instant()) && isAcceptedExpired()) {
      findings.add(
          Finding.warning(
              host.toString(),
              Message.of(CheckText.EXPIRED, LocalDate.ofInstant(end, ZoneOffset.UTC).toString()),
              Message.of(CheckText.EXPIRED_CURE)));
    }
    if (settings.trust() instanceof CertificateTrust.Anything && !isThisMachine()) {
      findings.add(
          Finding.warning(
              host.toString(),
              Message.of(CheckText.NOT_PINNED),
              Message.of(CheckText.NOT_PINNED_CURE, fingerprint)));
    }
  }

  private boolean isAcceptedExpired() {
    return switch (settings.trust()) {
      case CertificateTrust.Anything any -> true;
      case CertificateTrust.Pinned pinned -> true;
      case CertificateTrust.SystemAuthorities system -> false;
      case CertificateTrust.Authorities authorities -> false;
    };
  }

  private boolean isThisMachine() {
    try {
      return List.of(lookup.of(host.host())).stream().allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private void clocks(Instant there) {
    long apart = Duration.between(there, clock.instant()).abs().toSeconds();
    if (apart > MOST_SECONDS_APART) {
      findings.add(
          Finding.warning(
              host.toString(),
              Message.of(CheckText.CLOCK, Long.toString(apart)),
              Message.of(CheckText.CLOCK_CURE)));
    }
  }
}
