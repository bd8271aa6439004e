package io.github.riskyproxmox.config;

import java.security.cert.X509Certificate;
import java.util.List;

/** Which certificate Proxmox may show. */
public sealed interface CertificateTrust {
  /** Any: Proxmox ships a self-signed one. */
  record Anything() implements CertificateTrust {}

  /** Only that one, whatever name or date it bears. */
  record Pinned(Fingerprint fingerprint) implements CertificateTrust {}

  /** One that the system's authorities vouch for, made out for PVE_HOST. */
  record SystemAuthorities() implements CertificateTrust {}

  /** One that these authorities vouch for, made out for PVE_HOST. */
  record Authorities(List<X509Certificate> certificates) implements CertificateTrust {
    /** Copies the list. */
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }
}
