package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.Fingerprint;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Accepts one certificate, by its fingerprint, whatever its name and dates. */
final class PinnedCertificate extends AnyCertificate {
  private final Fingerprint pinned;

  PinnedCertificate(Fingerprint pinned) {
    this.pinned = pinned;
  }

  @Override
  void check(X509Certificate[] chain) throws CertificateException {
    Fingerprint shown = Fingerprint.of(chain[0]);
    if (!shown.equals(pinned)) {
      throw new PinMismatch(shown);
    }
  }

  /** The server has another certificate than the pinned one. */
  static final class PinMismatch extends CertificateException {
    private static final long serialVersionUID = 1L;

    PinMismatch(Fingerprint shown) {
      super("the certificate shown has the fingerprint " + shown);
    }
  }
}
