package io.github.riskyproxmox.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 fingerprint of a certificate, as Proxmox prints it.
 *
 * @param value 32 bytes in upper-case hexadecimal, separated by colons
 */
public record Fingerprint(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9A-F]{64}");
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  /** Accepts upper and lower case, with or without colons. */
  public Fingerprint {
    String digits = value.replaceAll("[:\\s]", "").toUpperCase(Locale.ROOT);
    if (!FORM.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "PVE_FINGERPRINT is not a SHA-256 fingerprint: write its 64 hexadecimal digits, with or"
              + " without colons; Proxmox shows them under the node's System > Certificates and by"
              + " \"pvenode cert info\".");
    }
    value = COLONS.formatHex(HexFormat.of().parseHex(digits));
  }

  /** The fingerprint of a certificate. */
  public static Fingerprint of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Fingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
