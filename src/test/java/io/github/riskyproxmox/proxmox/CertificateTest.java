package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.always;
import static io.github.riskyproxmox.proxmox.http.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates are accepted, and what is said of the others. */
class CertificateTest {
  private static final VmRef VM = new VmRef(new NodeName("pve1"), new VmId(101));

  private static TestCertificate good;
  private static TestCertificate expired;
  private static TestCertificate otherName;
  private static TestCertificate expiredSigned;
  private static Path goodPem;
  private static Path authorityPem;
  private static Path expiredPem;
  private static Path otherNamePem;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory)
      throws IOException, GeneralSecurityException {
    good = TestCertificate.good(directory);
    expired = TestCertificate.expired(directory);
    otherName = TestCertificate.otherName(directory);
    authorityPem = directory.resolve("authority.pem");
    expiredSigned = TestCertificate.expiredSigned(directory, authorityPem);
    goodPem = good.writePem(directory.resolve("good.pem"));
    expiredPem = expired.writePem(directory.resolve("expired.pem"));
    otherNamePem = otherName.writePem(directory.resolve("other.pem"));
  }

  @Test
  void withoutFurtherSettingsAnyCertificateWillDo() throws IOException {
    accepted(good);
    accepted(expired);
    accepted(otherName);
  }

  @Test
  void thePinnedCertificateIsAcceptedWhateverNameOrDateItBears() throws IOException {
    accepted(expired, "PVE_FINGERPRINT", expired.fingerprint().value());
    accepted(otherName, "PVE_FINGERPRINT", otherName.fingerprint().value());
    accepted(good, "PVE_FINGERPRINT", good.fingerprint().value(), "PVE_INSECURE_SSL", "false");
  }

  @Test
  void anyOtherThanThePinnedOneIsRefusedAndItsFingerprintSaid() throws IOException {
    String sentence = refused(good, "PVE_FINGERPRINT", expired.fingerprint().value());

    assertTrue(sentence.contains(good.fingerprint().value()), sentence);
    assertTrue(sentence.contains("PVE_FINGERPRINT"), sentence);
  }

  @Test
  void aCertificateOfAKnownAuthorityIsAccepted() throws IOException {
    accepted(good, "PVE_INSECURE_SSL", "false", "PVE_CA_FILE", goodPem.toString());
    accepted(
        good,
        "PVE_INSECURE_SSL",
        "false",
        "PVE_CA_FILE",
        goodPem.toString(),
        "PVE_HOST",
        "localhost:");
  }

  @Test
  void anUnknownAuthorityIsRefused() throws IOException {
    String system = refused(good, "PVE_INSECURE_SSL", "false");
    assertTrue(system.contains("no known authority"), system);
    assertTrue(system.contains("PVE_CA_FILE"), system);

    String other =
        refused(good, "PVE_INSECURE_SSL", "false", "PVE_CA_FILE", otherNamePem.toString());
    assertTrue(other.contains("no known authority"), other);
  }

  @Test
  void aWrongNameIsRefused() throws IOException {
    String sentence =
        refused(otherName, "PVE_INSECURE_SSL", "false", "PVE_CA_FILE", otherNamePem.toString());

    assertTrue(sentence.contains("another name"), sentence);
    assertTrue(sentence.contains("PVE_HOST"), sentence);
  }

  @Test
  void anExpiredCertificateIsRefused() throws IOException {
    String selfSigned =
        refused(expired, "PVE_INSECURE_SSL", "false", "PVE_CA_FILE", expiredPem.toString());
    assertTrue(selfSigned.contains("has expired"), selfSigned);

    String signed =
        refused(expiredSigned, "PVE_INSECURE_SSL", "false", "PVE_CA_FILE", authorityPem.toString());
    assertTrue(signed.contains("has expired"), signed);
  }

  private static void accepted(TestCertificate shown, String... settings) throws IOException {
    try (ScriptedServer server = server(shown)) {
      assertTrue(gateway(server, settings).status(VM).isPresent());
    }
  }

  /** The sentence; nothing of the request may have reached the server. */
  private static String refused(TestCertificate shown, String... settings) throws IOException {
    try (ScriptedServer server = server(shown)) {
      PveGateway gateway = gateway(server, settings);

      PveRefused refused = assertThrows(PveRefused.class, () -> gateway.status(VM));

      assertEquals(PveRefused.Reason.CERTIFICATE, refused.reason());
      assertEquals(0, server.requests().size());
      return refused.getMessage();
    }
  }

  private static PveGateway gateway(ScriptedServer server, String... settings) {
    String[] completed = settings.clone();
    for (int index = 0; index < completed.length; index++) {
      completed[index] =
          completed[index].endsWith(":") ? completed[index] + server.port() : completed[index];
    }
    return Gateways.of(Gateways.settings(server.port(), completed));
  }

  private static ScriptedServer server(TestCertificate shown) throws IOException {
    return new ScriptedServer(shown, always(json("200 OK", "{\"data\":{\"status\":\"running\"}}")));
  }
}
