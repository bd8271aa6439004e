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
 * Java's own channels, except that those that listen know IPv4 alone: otherwise 0.0.0.0 would be
 * listened on by IPv6 too. What goes out, to Proxmox, may still be IPv6.
 */
public final class Ipv4Listening extends SelectorProvider {
  private final SelectorProvider java = platform();

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return java.openServerSocketChannel(StandardProtocolFamily.INET);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return java.openServerSocketChannel(family);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return java.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return java.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return java.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return java.openSelector();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return java.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return java.openSocketChannel(family);
  }

  /** Asked for by name because {@link SelectorProvider#provider()} would be this one. */
  private static SelectorProvider platform() {
    try {
      return (SelectorProvider)
          Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException("This Java hides its own channels.", other);
    }
  }
}
