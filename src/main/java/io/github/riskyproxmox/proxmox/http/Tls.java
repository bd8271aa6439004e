package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.CertificateTrust;
import io.github.riskyproxmox.config.PveAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS connections that trust what the settings name. */
final class Tls {
  private final SSLContext context;
  private final boolean strict;
  private final PveAddress address;

  Tls(CertificateTrust trust, PveAddress address) {
    this.address = address;
    try {
      this.context = SSLContext.getInstance("TLS");
      this.context.init(null, managers(trust), null);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("This Java cannot speak TLS.", impossible);
    }
    this.strict =
        trust instanceof CertificateTrust.SystemAuthorities
            || trust instanceof CertificateTrust.Authorities;
  }

  SSLContext context() {
    return context;
  }

  /** A TLS socket over this one, after the handshake. */
  SSLSocket handshake(Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
    if (strict) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    // The JDK accepts a certificate that is itself among the authorities even if it has expired.
    if (strict && socket.getSession().getPeerCertificates()[0] instanceof X509Certificate own) {
      try {
        own.checkValidity();
      } catch (CertificateException outdated) {
        throw new SSLException("the certificate is out of date", outdated);
      }
    }
    return socket;
  }

  private static TrustManager[] managers(CertificateTrust trust)
      throws GeneralSecurityException, IOException {
    if (trust instanceof CertificateTrust.Anything) {
      return new TrustManager[] {new AnyCertificate()};
    }
    if (trust instanceof CertificateTrust.Pinned pinned) {
      return new TrustManager[] {new PinnedCertificate(pinned.fingerprint())};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (trust instanceof CertificateTrust.Authorities authorities) {
      factory.init(store(authorities.certificates()));
    } else {
      factory.init(systemAuthorities());
    }
    return factory.getTrustManagers();
  }

  /**
   * The authorities of this machine's Java, on Debian those of the system. Named here because
   * Payara makes a list of its own the default of the whole process.
   */
  private static KeyStore systemAuthorities() throws GeneralSecurityException, IOException {
    Path list = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    return KeyStore.getInstance(list.toFile(), (char[]) null);
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority" + number++, certificate);
    }
    return store;
  }
}
