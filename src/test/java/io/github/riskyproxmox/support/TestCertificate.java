package io.github.riskyproxmox.support;

import io.github.riskyproxmox.config.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, made by the JDK's keytool. */
public record TestCertificate(SSLContext context, X509Certificate certificate) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** One for the loopback address, valid for some days. */
  public static TestCertificate good(Path directory) {
    return make(directory, "good", "san=ip:127.0.0.1,dns:localhost", "-validity", "10");
  }

  /** One that was valid until yesterday. */
  public static TestCertificate expired(Path directory) {
    return make(directory, "expired", "san=ip:127.0.0.1", "-startdate", "-5d", "-validity", "4");
  }

  /** One for another host name. */
  public static TestCertificate otherName(Path directory) {
    return make(directory, "other", "san=dns:elsewhere.example", "-validity", "10");
  }

  /** Its SHA-256. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(certificate);
  }

  /** Writes it as PEM. */
  public Path writePem(Path file) throws IOException, GeneralSecurityException {
    return Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  /** One that expired yesterday, signed by an authority whose PEM is written to that file. */
  public static TestCertificate expiredSigned(Path directory, Path authorityPem)
      throws IOException, GeneralSecurityException {
    Path store = directory.resolve("signed.p12");
    keytool(store, "ca", "-dname", "CN=authority", "-ext", "bc:c", "-validity", "10");
    keytool(
        store,
        "pve",
        "-dname",
        "CN=signed",
        "-ext",
        "san=ip:127.0.0.1",
        "-signer",
        "ca",
        "-startdate",
        "-5d",
        "-validity",
        "4");
    KeyStore keys = load(store);
    new TestCertificate(SSLContext.getDefault(), (X509Certificate) keys.getCertificate("ca"))
        .writePem(authorityPem);
    keys.deleteEntry("ca");
    return of(keys);
  }

  private static TestCertificate make(
      Path directory, String name, String extension, String... validity) {
    try {
      Path store = directory.resolve(name + ".p12");
      List<String> options = new ArrayList<>(List.of("-dname", "CN=" + name, "-ext", extension));
      options.addAll(List.of(validity));
      keytool(store, "pve", options.toArray(String[]::new));
      return of(load(store));
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void keytool(Path store, String alias, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException(output);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException(stopping);
    }
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    return keys;
  }

  private static TestCertificate of(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TestCertificate(context, (X509Certificate) keys.getCertificate("pve"));
  }
}
