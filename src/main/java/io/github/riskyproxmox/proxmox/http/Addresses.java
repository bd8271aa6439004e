package io.github.riskyproxmox.proxmox.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The addresses of Proxmox's name. A home's DNS server is often one of its VMs, so a look-up may
 * fail, or take for ever: it runs in a thread of its own, one at a time, and where it fails or is
 * late the addresses found last are used, however old they are. Safe for use by many threads.
 */
final class Addresses implements AutoCloseable {
  /** Looks a name up; may take for ever. */
  interface Resolver {
    /** All its addresses, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** The look-up is not over in time, and no address is known from before. */
  static final class Late extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Late(String host) {
      super(host);
    }
  }

  /** So long is waited for a look-up where addresses are known. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** No name: PveAddress takes none whose last label is a number. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  private final String host;
  private final Resolver resolver;
  private List<InetAddress> known = List.of();
  private Optional<InetAddress> preferred = Optional.empty();
  private CompletableFuture<List<InetAddress>> lookup =
      CompletableFuture.completedFuture(List.of());
  private boolean late;

  Addresses(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
  }

  /**
   * At least one address, the one that answered last before the others.
   *
   * @param longest how long a first look-up is waited for; a later one a second at most, and not at
   *     all once it was late
   * @param deadline ends the wait too
   * @throws UnknownHostException if the name is not known, or {@link Late}, and never was
   */
  List<InetAddress> find(Duration longest, Deadline deadline) throws UnknownHostException {
    if (LITERAL.matcher(host).matches()) {
      return List.of(resolver.resolve(host));
    }
    CompletableFuture<List<InetAddress>> pending;
    Duration wait;
    synchronized (this) {
      if (lookup.isDone()) {
        lookup = begin();
        late = false;
      }
      pending = lookup;
      wait = known.isEmpty() ? longest : late ? Duration.ZERO : PATIENCE;
    }
    boolean over = wait.isZero() ? pending.isDone() : isOver(pending, wait, deadline);
    synchronized (this) {
      late |= !over;
      if (!known.isEmpty()) {
        return ordered();
      }
    }
    throw over ? new UnknownHostException(host) : new Late(host);
  }

  /** That one takes connections: it is tried first from now on. */
  synchronized void prefer(InetAddress address) {
    preferred = Optional.of(address);
  }

  /** Nobody waits for a look-up any longer. */
  @Override
  public synchronized void close() {
    lookup.cancel(false);
  }

  private CompletableFuture<List<InetAddress>> begin() {
    CompletableFuture<List<InetAddress>> begun = new CompletableFuture<>();
    Thread thread = new Thread(() -> resolve(begun), "look-up of " + host);
    thread.setDaemon(true);
    thread.start();
    return begun;
  }

  private void resolve(CompletableFuture<List<InetAddress>> begun) {
    try {
      List<InetAddress> found = List.of(resolver.resolve(host));
      synchronized (this) {
        known = found;
      }
      begun.complete(found);
    } catch (UnknownHostException | RuntimeException | Error failed) {
      begun.completeExceptionally(failed);
    }
  }

  private List<InetAddress> ordered() {
    List<InetAddress> ordered = new ArrayList<>(known);
    preferred
        .map(ordered::indexOf)
        .filter(index -> index > 0)
        .ifPresent(index -> Collections.rotate(ordered.subList(0, index + 1), 1));
    return ordered;
  }

  private static boolean isOver(CompletableFuture<?> pending, Duration wait, Deadline deadline) {
    try {
      Object unused =
          CompletableFuture.anyOf(pending, deadline.end())
              .get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return pending.isDone();
    } catch (ExecutionException | TimeoutException failed) {
      return pending.isDone();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
