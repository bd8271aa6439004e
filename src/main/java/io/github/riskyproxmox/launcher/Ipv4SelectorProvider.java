package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Opens server sockets for IPv4 only; otherwise Java listens on IPv6 too when it is given 0.0.0.0.
 * {@code java.net.preferIPv4Stack} would do the same, but connections to Proxmox may use IPv6.
 */
public final class Ipv4SelectorProvider extends SelectorProvider {
  private final SelectorProvider platform = platform();

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return platform.openServerSocketChannel(StandardProtocolFamily.INET);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return platform.openServerSocketChannel(family);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return platform.openSelector();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return platform.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return platform.openSocketChannel(family);
  }

  /** Java's own provider by name, because {@link SelectorProvider#provider()} returns this one. */
  private static SelectorProvider platform() {
    try {
      return (SelectorProvider)
          Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException(
          "This Java does not give access to its selector provider.", other);
    }
  }
}
