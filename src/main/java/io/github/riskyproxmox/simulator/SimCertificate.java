package io.github.riskyproxmox.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * A self-signed certificate with its key, created by the JDK's {@code keytool} in a temporary
 * directory.
 */
public final class SimCertificate {
  private static final String ALIAS = "pve";
  private static final long LONGEST_SECONDS = 60;

  private static Optional<SimCertificate> usual = Optional.empty();

  private final SSLSocketFactory tls;
  private final Certificate certificate;

  private SimCertificate(SSLSocketFactory tls, Certificate certificate) {
    this.tls = tls;
    this.certificate = certificate;
  }

  /**
   * A certificate for localhost and its addresses. All servers of this process share one, because
   * its creation takes about a second.
   */
  public static synchronized SimCertificate selfSigned() {
    if (usual.isEmpty()) {
      usual = Optional.of(make());
    }
    return usual.get();
  }

  /** The SHA-256 fingerprint in upper case with colons, as Proxmox prints it. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate in PEM format, for a client that trusts it as an authority. */
  public String pem() {
    try {
      Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n"
          + encoder.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SSLSocketFactory tls() {
    return tls;
  }

  private static SimCertificate make() {
    try {
      Path directory = Files.createTempDirectory("simulator-certificate");
      Path file = directory.resolve("key.p12");
      try {
        String password = UUID.randomUUID().toString();
        keytool(file, password);
        return read(file, password);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The simulator cannot create its certificate.", e);
    }
  }

  private static void keytool(Path file, String password) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair"));
    command.addAll(List.of("-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=pve.example, O=Simulated Proxmox VE"));
    command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1"));
    command.addAll(List.of("-startdate", "-1d", "-validity", "3650"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream answers = process.getOutputStream()) {
      // The password goes to standard input, twice, so that no process list shows it.
      answers.write((password + "\n" + password + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for keytool", e);
    }
  }

  private static SimCertificate read(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new SimCertificate(context.getSocketFactory(), store.getCertificate(ALIAS));
  }
}
