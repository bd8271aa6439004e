package io.github.riskyproxmox.config;

import java.security.cert.X509Certificate;
import java.util.List;

/** Which certificate of Proxmox the agent accepts. */
public sealed interface CertificateTrust {
  /** Any certificate, because Proxmox comes with a self-signed one. */
  record Anything() implements CertificateTrust {}

  /** Only that certificate, whatever its name or expiry date. */
  record Pinned(Fingerprint fingerprint) implements CertificateTrust {}

  /** A certificate for PVE_HOST, signed by an authority of the system. */
  record SystemAuthorities() implements CertificateTrust {}

  /** A certificate for PVE_HOST, signed by one of these authorities. */
  record Authorities(List<X509Certificate> certificates) implements CertificateTrust {
    /** Copies the list. */
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }
}
