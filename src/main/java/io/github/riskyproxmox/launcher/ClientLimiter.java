package io.github.riskyproxmox.launcher;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many requests of one client are processed or wait for a thread. Without it, a client
 * that opens connections, sends a request and leaves, again and again, fills the queue for all:
 * Grizzly processes such a request although nobody waits for the answer.
 */
final class ClientLimiter {
  /** Fewer than there are threads, so that other clients get some. */
  static final int PER_CLIENT = 250;

  /** A client with one IPv6 address can use its whole network. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Map<ByteBuffer, Integer> requests = new HashMap<>();

  /**
   * Whether one more request of the client may be processed; if so, {@link #leave} must follow.
   *
   * @param address 4 or 16 bytes
   */
  synchronized boolean enter(byte[] address) {
    ByteBuffer client = client(address);
    if (requests.getOrDefault(client, 0) >= PER_CLIENT) {
      return false;
    }
    requests.merge(client, 1, Integer::sum);
    return true;
  }

  /** One request of the client is done. */
  synchronized void leave(byte[] address) {
    requests.computeIfPresent(client(address), (any, count) -> count == 1 ? null : count - 1);
  }

  private static ByteBuffer client(byte[] address) {
    return ByteBuffer.wrap(Arrays.copyOf(address, Math.min(address.length, IPV6_NETWORK_BYTES)));
  }
}
