package io.github.riskyproxmox.proxmox.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Connections kept for the next read, for a little less than Proxmox keeps them. */
final class IdleConnections {
  // pve-http-server, AnyEvent.pm: an idle connection is closed after 5 s.
  private static final long KEEP_MILLIS = 4_000;
  private static final int MOST = 8;

  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Map<Connection, CompletableFuture<Void>> expiries = new HashMap<>();

  /** The one used last, no longer kept. */
  synchronized Optional<Connection> take() {
    Optional<Connection> latest = Optional.ofNullable(idle.pollFirst());
    latest.map(expiries::remove).ifPresent(expiry -> expiry.complete(null));
    return latest;
  }

  /** Keeps it for a while; closes it if there are enough. */
  void keep(Connection connection) {
    CompletableFuture<Void> expiry = new CompletableFuture<>();
    synchronized (this) {
      if (idle.size() >= MOST) {
        connection.close();
        return;
      }
      idle.addFirst(connection);
      expiries.put(connection, expiry);
    }
    CompletableFuture<Void> unused =
        expiry
            .orTimeout(KEEP_MILLIS, TimeUnit.MILLISECONDS)
            .whenComplete(
                (nothing, tooOld) -> {
                  if (tooOld != null) {
                    drop(connection);
                  }
                });
  }

  /** Closes all. */
  synchronized void clear() {
    for (Optional<Connection> next = take(); next.isPresent(); next = take()) {
      next.get().close();
    }
  }

  private void drop(Connection connection) {
    boolean wasIdle;
    synchronized (this) {
      wasIdle = idle.remove(connection);
      expiries.remove(connection);
    }
    if (wasIdle) {
      connection.close();
    }
  }
}
