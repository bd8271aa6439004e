package io.github.riskyproxmox.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which certificate the agent accepts. */
final class TrustReader {
  private final Map<String, String> values;
  private final List<String> problems;

  TrustReader(Map<String, String> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Optional<CertificateTrust> read() {
    Optional<String> pin = SettingsReader.given(values, "PVE_FINGERPRINT");
    Optional<String> file = SettingsReader.given(values, "PVE_CA_FILE");
    Optional<Boolean> insecure =
        flag(SettingsReader.given(values, "PVE_INSECURE_SSL").orElse("true"));
    Optional<CertificateTrust> pinned = pin.flatMap(this::pinned);
    Optional<CertificateTrust> authorities = file.flatMap(this::authorities);
    if (file.isPresent() && insecure.equals(Optional.of(true))) {
      problems.add(
          "PVE_CA_FILE has no effect while any certificate is accepted: also write"
              + " PVE_INSECURE_SSL=false, or remove PVE_CA_FILE.");
    }
    if (pin.isPresent()) {
      return pinned;
    }
    if (file.isPresent()) {
      return authorities;
    }
    return insecure.map(
        yes -> yes ? new CertificateTrust.Anything() : new CertificateTrust.SystemAuthorities());
  }

  private Optional<Boolean> flag(String text) {
    Optional<Boolean> flag = Flag.parse(text);
    if (flag.isPresent()) {
      return flag;
    }
    problems.add(
        "PVE_INSECURE_SSL is \""
            + text
            + "\"; write true (a self-signed certificate is accepted) or false (it must verify);"
            + " yes, on and 1, no, off and 0 mean the same.");
    return Optional.empty();
  }

  private Optional<CertificateTrust> pinned(String text) {
    try {
      return Optional.of(new CertificateTrust.Pinned(new Fingerprint(text)));
    } catch (IllegalArgumentException unusable) {
      problems.add(String.valueOf(unusable.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<CertificateTrust> authorities(String name) {
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return Optional.of(new CertificateTrust.Authorities(certificates));
      }
      problems.add(notPem(name));
    } catch (CertificateException malformed) {
      problems.add(notPem(name));
    } catch (IOException | InvalidPathException unreadable) {
      problems.add(
          "PVE_CA_FILE names "
              + name
              + ", which cannot be read: name a file that the agent's user may read.");
    }
    return Optional.empty();
  }

  private static String notPem(String name) {
    return "PVE_CA_FILE names "
        + name
        + ", which contains no certificate in PEM format: copy /etc/pve/pve-root-ca.pem from the Proxmox"
        + " host and name that.";
  }
}
