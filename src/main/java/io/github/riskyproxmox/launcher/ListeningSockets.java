package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TCP sockets that this process listens on, from /proc (proc(5)). A failed command of Payara's
 * start is only logged, so the agent checks the result.
 */
final class ListeningSockets {
  private static final Path SELF = Path.of("/proc/self");
  // sl local_address rem_address st(0A: listening) tx:rx tr:when retrnsmt uid timeout inode …
  private static final Pattern SOCKET =
      Pattern.compile(
          "\\s*\\d+: (?<address>\\p{XDigit}+):(?<port>\\p{XDigit}+) \\S+ 0A \\S+ \\S+ \\S+"
              + "\\s+\\d+\\s+\\d+\\s+(?<inode>\\d+).*");

  private ListeningSockets() {}

  /**
   * Checks that the process listens on exactly these addresses; does nothing without /proc.
   *
   * @throws IOException if it does not; the message names the addresses
   */
  static void check(Set<ListenAddress> expected) throws IOException {
    Set<ListenAddress> found = find();
    if (Files.isDirectory(SELF) && !found.equals(expected)) {
      throw new IOException(
          "The server listens on " + found + " instead of " + expected + "; it is stopped.");
    }
  }

  /** All TCP sockets that this process listens on. */
  static Set<ListenAddress> find() throws IOException {
    Set<ListenAddress> found = new HashSet<>();
    if (Files.isDirectory(SELF)) {
      Set<String> own = ownSockets();
      for (String table : List.of("net/tcp", "net/tcp6")) {
        addListening(SELF.resolve(table), own, found);
      }
    }
    return found;
  }

  private static void addListening(Path table, Set<String> own, Set<ListenAddress> found)
      throws IOException {
    if (!Files.exists(table)) {
      return;
    }
    for (String line : Files.readAllLines(table)) {
      Matcher socket = SOCKET.matcher(line);
      if (socket.matches() && own.contains(socket.group("inode"))) {
        int port = Integer.parseInt(socket.group("port"), 16);
        found.add(new ListenAddress(address(socket.group("address")), port));
      }
    }
  }

  /** The inodes of the sockets of this process. */
  private static Set<String> ownSockets() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    return inodes;
  }

  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    }
  }

  /** Linux prints each 32-bit word in the byte order of the machine, here little-endian. */
  private static InetAddress address(String hex) throws IOException {
    byte[] printed = HexFormat.of().parseHex(hex);
    byte[] bytes = new byte[printed.length];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = printed[index - index % 4 + 3 - index % 4];
    }
    return InetAddress.getByAddress(bytes);
  }
}
