package io.github.riskyproxmox.proxmox.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends an exchange that takes too long by closing its socket: read timeouts alone never end an
 * answer that trickles.
 */
final class Deadline implements AutoCloseable {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicReference<Socket> socket = new AtomicReference<>();

  Deadline(Duration whole) {
    CompletableFuture<Void> unused =
        done.orTimeout(whole.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (nothing, tooLate) -> {
                  if (tooLate != null) {
                    close(socket.get());
                  }
                });
  }

  /** From now on that socket is closed when time is up. */
  void closes(Socket opened) {
    socket.set(opened);
    if (passed()) {
      close(opened);
    }
  }

  /** Completes when time is up (exceptionally) or the exchange has ended. */
  CompletableFuture<Void> end() {
    return done;
  }

  /** Whether time is up. */
  boolean passed() {
    return done.isCompletedExceptionally();
  }

  /** The exchange has ended. */
  @Override
  public void close() {
    done.complete(null);
  }

  private static void close(@org.jspecify.annotations.Nullable Socket opened) {
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException gone) {
        // It is closed all the same.
      }
    }
  }
}
