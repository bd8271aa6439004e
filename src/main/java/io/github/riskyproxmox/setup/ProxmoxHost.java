package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.config.Fingerprint;
import io.github.riskyproxmox.config.PveAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Proxmox keeps in files of its host.
 *
 * @param directory /etc/pve
 */
record ProxmoxHost(Path directory) {
  private static final String OWN_CERTIFICATE = "pveproxy-ssl.pem";
  private static final String OWN_KEY = "pveproxy-ssl.key";
  private static final String CERTIFICATE = "pve-ssl.pem";

  /** The fingerprint of the certificate that pveproxy uses. */
  Fingerprint fingerprint() throws SetupFailure {
    Path file = certificate();
    try (InputStream pem = Files.newInputStream(file)) {
      // The first one is the server's own, and others are those that signed it.
      return Fingerprint.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509").generateCertificates(pem).iterator().next());
    } catch (IOException | CertificateException | java.util.NoSuchElementException unreadable) {
      throw new SetupFailure(SetupText.UNREADABLE, file.toString(), unreadable.toString());
    }
  }

  /** As pveproxy chooses it (pve-manager, pveproxy.pm): its own one only with its key. */
  private Path certificate() {
    Path local = directory.resolve("local");
    boolean own =
        Files.isRegularFile(local.resolve(OWN_CERTIFICATE))
            && Files.isRegularFile(local.resolve(OWN_KEY));
    return local.resolve(own ? OWN_CERTIFICATE : CERTIFICATE);
  }

  /** The nodes of the cluster. */
  List<String> nodes() throws SetupFailure {
    Path nodes = directory.resolve("nodes");
    try (Stream<Path> all = Files.list(nodes)) {
      return all.map(node -> node.getFileName().toString()).sorted().toList();
    } catch (IOException unreadable) {
      throw new SetupFailure(SetupText.UNREADABLE, nodes.toString(), unreadable.toString());
    }
  }

  /** Whether that is an address of this machine. */
  static boolean isHere(PveAddress address) {
    try {
      for (InetAddress one : InetAddress.getAllByName(address.host())) {
        if (one.isLoopbackAddress() || NetworkInterface.getByInetAddress(one) != null) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException | SocketException unknown) {
      return false;
    }
  }
}
