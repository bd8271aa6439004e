package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Payara's instance directory for one run, below the temporary directory. So several agents can run
 * at once, and Payara never loads the configuration or the application of an earlier run.
 *
 * @param path readable by this user only
 */
record RunDirectory(Path path) {
  private static final String PREFIX = "risky-proxmox-agent-";

  /** Payara's default; the key stores are empty. */
  private static final String STORE_PASSWORD = "changeit";

  /** Creates one and removes those that killed processes of this user left behind. */
  static RunDirectory create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    String prefix = PREFIX + ProcessHandle.current().pid() + "-";
    Path own = Files.createTempDirectory(parent, prefix);
    removeLeftOvers(parent, Files.getOwner(own));
    return new RunDirectory(own);
  }

  /** Writes Payara's configuration. */
  void writeConfiguration(ListenAddress listen) throws IOException {
    Path config = Files.createDirectories(path.resolve("config"));
    String domain =
        resource("domain.xml")
            .replace("@ADDRESS@", listen.address().getHostAddress())
            .replace("@PORT@", Integer.toString(listen.port()));
    Files.writeString(config.resolve("domain.xml"), domain);
    Files.writeString(logging(), resource("logging.properties"));
    Files.writeString(postDeploy(), resource("postdeploy.asadmin"));
    emptyKeyStore(config.resolve("keystore.p12"));
    emptyKeyStore(config.resolve("cacerts.p12"));
  }

  /**
   * Replaces a key store or trust store of Payara, whose decryption takes 5 % of the start time.
   * The agent serves no TLS and does not verify Proxmox's certificate with them.
   */
  private static void emptyKeyStore(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      // Java detects JKS and PKCS12 by itself; JKS does not encrypt an empty store.
      KeyStore empty = KeyStore.getInstance("JKS");
      empty.load(null, null);
      empty.store(out, STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException unlikely) {
      throw new IllegalStateException(unlikely);
    }
  }

  /** The commands that Payara runs after the deployment. */
  Path postDeploy() {
    return path.resolve("config").resolve("postdeploy.asadmin");
  }

  /** The logging configuration. */
  Path logging() {
    return path.resolve("config").resolve("logging.properties");
  }

  /** Removes it when the process ends and Payara has stopped. */
  void removeAtExit() {
    Thread hook =
        new Thread(
            () -> {
              PayaraServer.awaitStop();
              remove();
            },
            "remove " + path.getFileName());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Removes it with its content. The next start tries again if that fails. */
  void remove() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException notRemoved) {
      // the next start tries again
    }
  }

  private static void removeLeftOvers(Path parent, UserPrincipal user) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      all.filter(one -> isLeftOver(one, user)).forEach(one -> new RunDirectory(one).remove());
    }
  }

  /** Any user can create such a name there, so the owner is checked too. */
  private static boolean isLeftOver(Path candidate, UserPrincipal user) {
    String name = candidate.getFileName().toString();
    if (!name.matches(PREFIX + "\\d{1,18}-\\d+") || !isDirectoryOf(candidate, user)) {
      return false;
    }
    long pid = Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('-')));
    return ProcessHandle.of(pid).isEmpty();
  }

  private static boolean isDirectoryOf(Path candidate, UserPrincipal user) {
    try {
      return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(user);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RunDirectory.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("launcher.jar lacks " + name + "; install it again.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
