package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.domain.pve.PveRefused;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says why a certificate was not accepted and what to do about it. */
final class CertificateRefusal {
  private CertificateRefusal() {}

  /** The refusal, if that failure of a handshake is about the certificate. */
  static Optional<PveRefused> of(Throwable failure, PveAddress address) {
    Optional<CertificateException> refusal = find(failure, CertificateException.class);
    return refusal.map(
        certificate -> {
          String words = String.valueOf(certificate.getMessage());
          String sentence =
              "The certificate of " + address.host() + " " + reason(certificate, words);
          return new PveRefused(PveRefused.Reason.CERTIFICATE, sentence, words, Map.of());
        });
  }

  private static String reason(CertificateException certificate, String words) {
    if (certificate instanceof PinnedCertificate.PinMismatch) {
      return "is not the one named in PVE_FINGERPRINT: "
          + words
          + ". If Proxmox has a new certificate, set its fingerprint; if not, somebody else answers in"
          + " its place.";
    }
    if (find(certificate, CertificateExpiredException.class).isPresent()) {
      return "has expired: renew it, or name it in PVE_FINGERPRINT.";
    }
    if (find(certificate, CertificateNotYetValidException.class).isPresent()) {
      return "is not valid yet: check the clocks of both machines.";
    }
    if (find(certificate, CertPathBuilderException.class).isPresent()) {
      return "is signed by no known authority: name Proxmox's own (/etc/pve/pve-root-ca.pem) in"
          + " PVE_CA_FILE, or the certificate in PVE_FINGERPRINT.";
    }
    if (words.startsWith("No subject alternative") || words.startsWith("No name matching")) {
      return "is made out for another name: write the name it bears in PVE_HOST, or the certificate"
          + " in PVE_FINGERPRINT ("
          + words
          + ").";
    }
    return "does not verify: " + words + ".";
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
