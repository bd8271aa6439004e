package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The address and port that the agent listens on.
 *
 * @param address of this machine, or the wildcard
 * @param port 1 to 65535
 */
record ListenAddress(InetAddress address, int port) {

  /**
   * Parses and checks the address. Payara would listen on every address if it were given one that
   * does not belong to this machine.
   *
   * @param typed an IPv4 or IPv6 address or a name of this machine, brackets allowed
   * @throws StartFailure if it is not this machine's, or the port is taken or not allowed
   */
  static ListenAddress checked(String typed, int port) throws StartFailure {
    if (port < 1 || port > 65_535) {
      throw new StartFailure("--port " + port + " is not a port; give one from 1 to 65535.");
    }
    ListenAddress result = new ListenAddress(ofThisMachine(typed), port);
    result.checkFree();
    return result;
  }

  /** The wildcard address of IPv6, which takes IPv4 too, or that of IPv4 where IPv6 is missing. */
  static String everywhere() {
    // Opened without a selector provider: boot chooses that.
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(new InetSocketAddress(InetAddress.getByName("::"), 0));
      return "::";
    } catch (IOException noIpv6) {
      return "0.0.0.0";
    }
  }

  private static InetAddress ofThisMachine(String typed) throws StartFailure {
    String bare = typed.replaceAll("^\\[(.*)]$", "$1");
    try {
      InetAddress address = InetAddress.getByName(bare);
      if (!bare.isBlank()
          && (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null)) {
        return address;
      }
    } catch (UnknownHostException | SocketException notThisMachine) {
      // same message as below
    }
    throw new StartFailure(
        "--bind '"
            + typed
            + "' is not an address of this machine; 'ip -brief address' lists them.");
  }

  private void checkFree() throws StartFailure {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(address, port));
    } catch (IOException taken) {
      throw new StartFailure(
          "Cannot listen on "
              + this
              + " ("
              + taken.getMessage()
              + "); choose another --port or stop what uses it.");
    }
  }

  /** A loopback port that is free at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return trial.getLocalPort();
    }
  }

  /** The page's URL for a request from this process; never the wildcard address. */
  String localUrl() {
    return url(loopbackFor(address));
  }

  /** The page's URL to print; for the wildcard an address that other machines can use. */
  String url() {
    Optional<InetAddress> shown = Optional.of(address).filter(own -> !own.isAnyLocalAddress());
    return url(
        shown
            .or(() -> first(Inet4Address.class))
            .or(() -> first(Inet6Address.class))
            .orElse(loopbackFor(address)));
  }

  /** For both wildcards IPv4: where IPv6 is switched off, {@code ::} has no {@code ::1}. */
  private static InetAddress loopbackFor(InetAddress address) {
    try {
      return address.isAnyLocalAddress() ? InetAddress.getByName("127.0.0.1") : address;
    } catch (UnknownHostException impossible) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /** The first address of this machine of that kind that other machines can use. */
  private static Optional<InetAddress> first(Class<? extends InetAddress> kind) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(one -> kind.isInstance(one))
          .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
          .findFirst();
    } catch (SocketException unknown) {
      return Optional.empty();
    }
  }

  private String url(InetAddress host) {
    return "http://" + new ListenAddress(host, port) + "/";
  }

  @Override
  public String toString() {
    String text = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + shortened(text) + "]" : text) + ":" + port;
  }

  /** Java writes all zeros of an IPv6 address; this shortens it to {@code ::1}. */
  private static String shortened(String ipv6) {
    return ipv6.replaceFirst("(?<![0-9a-f])0(:0)+(?![0-9a-f])", ":").replaceFirst(":{2,}", "::");
  }
}
