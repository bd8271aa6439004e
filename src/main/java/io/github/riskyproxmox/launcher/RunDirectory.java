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
 * A working directory for one run of Payara, in the machine's temporary directory: several agents
 * can run at once, and nothing of an earlier run is ever loaded.
 *
 * @param path readable by this user alone
 */
record RunDirectory(Path path) {
  private static final String PREFIX = "risky-proxmox-agent-";

  /** Everybody's; it opens nothing. */
  private static final String PAYARAS_PASSWORD = "changeit";

  /** Makes one, and removes those that killed processes of this user have left. */
  static RunDirectory create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    String prefix = PREFIX + ProcessHandle.current().pid() + "-";
    Path own = Files.createTempDirectory(parent, prefix);
    sweep(parent, Files.getOwner(own));
    return new RunDirectory(own);
  }

  /** Puts Payara's configuration there. */
  void furnish(ListenAddress listen) throws IOException {
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
   * In the place of a key and of authorities that Payara brings along, and decrypts at each start
   * for a twentieth of its time. Nothing is served by TLS here, and whom Proxmox's certificate is
   * verified by is not looked up in them.
   */
  private static void emptyKeyStore(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      // Of the two formats that Java tells apart by itself the one that encrypts nothing.
      KeyStore empty = KeyStore.getInstance("JKS");
      empty.load(null, null);
      empty.store(out, PAYARAS_PASSWORD.toCharArray());
    } catch (GeneralSecurityException unlikely) {
      throw new IllegalStateException(unlikely);
    }
  }

  /** What Payara is to do when the WAR is deployed, once furnished. */
  Path postDeploy() {
    return path.resolve("config").resolve("postdeploy.asadmin");
  }

  /** Where the logging configuration is, once furnished. */
  Path logging() {
    return path.resolve("config").resolve("logging.properties");
  }

  /** Removes it with all that is in it; what cannot be removed stays for the next sweep. */
  void remove() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException left) {
      // swept by the next start
    }
  }

  private static void sweep(Path parent, UserPrincipal user) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      all.filter(one -> isLeftOver(one, user)).forEach(one -> new RunDirectory(one).remove());
    }
  }

  /** Everybody may make such a name there, and root may write everywhere: the owner decides. */
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
