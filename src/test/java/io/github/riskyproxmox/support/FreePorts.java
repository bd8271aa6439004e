package io.github.riskyproxmox.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback ports on which nobody listens. The system chooses ports from 32768 on, for outgoing
 * connections and for whoever asks for any port: it takes none of these while a test has stopped
 * what listened there and is about to start it again.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  // Test processes that run at the same time begin at different ports.
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

  private FreePorts() {}

  /** A port that is free at this moment and that this process has not been given lately. */
  public static int next() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + NEXT.getAndIncrement() % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from %d on".formatted(FIRST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket trial = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return trial.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
