package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SimCertificateTest {

  @Test
  void itIsValidForLocalhostAndItsFingerprintIsTheSha256() throws GeneralSecurityException {
    X509Certificate certificate = read(SimCertificate.selfSigned());
    certificate.checkValidity();
    String names = certificate.getSubjectAlternativeNames().toString();
    assertTrue(names.contains("localhost") && names.contains("127.0.0.1"), names);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    assertEquals(
        HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest),
        SimCertificate.selfSigned().fingerprint());
  }

  private static X509Certificate read(SimCertificate certificate) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.pem().getBytes(StandardCharsets.US_ASCII)));
  }
}
