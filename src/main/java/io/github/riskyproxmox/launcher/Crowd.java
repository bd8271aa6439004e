package io.github.riskyproxmox.launcher;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests of one client are worked on or wait for it. Who opens a connection, asks and
 * leaves at once, again and again, would fill the queue for everybody: a request whose client has
 * gone is worked on like any other.
 */
final class Crowd {
  /** Fewer than there are threads: some are left for everybody else. */
  static final int EACH = 250;

  /** Whoever has one address of IPv6 has all of its network. */
  private static final int BYTES_OF_A_NETWORK = 8;

  private final Map<ByteBuffer, Integer> inside = new HashMap<>();

  /**
   * Whether one more of that client may come; it must leave then.
   *
   * @param address of 4 or 16 bytes
   */
  synchronized boolean enter(byte[] address) {
    ByteBuffer client = client(address);
    if (inside.getOrDefault(client, 0) >= EACH) {
      return false;
    }
    inside.merge(client, 1, Integer::sum);
    return true;
  }

  /** One of that client is done with. */
  synchronized void leave(byte[] address) {
    inside.computeIfPresent(client(address), (any, count) -> count == 1 ? null : count - 1);
  }

  private static ByteBuffer client(byte[] address) {
    return ByteBuffer.wrap(Arrays.copyOf(address, Math.min(address.length, BYTES_OF_A_NETWORK)));
  }
}
