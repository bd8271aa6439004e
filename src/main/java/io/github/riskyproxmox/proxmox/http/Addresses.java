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
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of Proxmox's host name. The DNS server of a home network is often one of its VMs,
 * so a look-up may fail or never end. It runs in its own thread, one at a time. If it fails or is
 * late, the addresses of the last look-up are used, whatever their age. Safe for use by many
 * threads.
 */
final class Addresses implements DnsResolver, AutoCloseable {
  /** Looks a name up; may block without end. */
  interface Resolver {
    /** All its addresses, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** The look-up did not end in time, and no address is known from before. */
  static final class Late extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Late(String host) {
      super(host);
    }
  }

  /** How long a look-up is waited for if addresses are known. */
  private static final Duration LATER_LOOK_UP = Duration.ofSeconds(1);

  /** Not a name: PveAddress accepts no name whose last label is a number. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  private final String host;
  private final Duration firstLookUp;
  private final Resolver resolver;
  private List<InetAddress> known = List.of();
  private Optional<InetAddress> preferred = Optional.empty();
  private CompletableFuture<List<InetAddress>> lookup =
      CompletableFuture.completedFuture(List.of());
  private boolean late;

  /**
   * The addresses of that host.
   *
   * @param firstLookUp how long a look-up is waited for if no address is known; otherwise it is one
   *     second at most, and no wait at all while that look-up is late
   */
  Addresses(String host, Duration firstLookUp, Resolver resolver) {
    this.host = host;
    this.firstLookUp = firstLookUp;
    this.resolver = resolver;
  }

  /**
   * The addresses, the one that served last before the others.
   *
   * @param ignored the host as HttpClient has it, IPv6 addresses in brackets
   * @throws UnknownHostException if the name is not known, or {@link Late}, and no address is known
   */
  @Override
  public InetAddress[] resolve(String ignored) throws UnknownHostException {
    if (LITERAL.matcher(host).matches()) {
      return resolver.resolve(host);
    }
    CompletableFuture<List<InetAddress>> pending;
    Duration wait;
    synchronized (this) {
      if (lookup.isDone()) {
        lookup = begin();
        late = false;
      }
      pending = lookup;
      wait = known.isEmpty() ? firstLookUp : late ? Duration.ZERO : LATER_LOOK_UP;
    }
    boolean ended = ends(pending, wait);
    synchronized (this) {
      late |= !ended;
      if (!known.isEmpty()) {
        return ordered();
      }
    }
    throw ended ? new UnknownHostException(host) : new Late(host);
  }

  @Override
  public String resolveCanonicalHostname(String ignored) {
    return host;
  }

  /** How many addresses the last look-up found; 1 before it. */
  synchronized int count() {
    return Math.max(1, known.size());
  }

  /** This address accepts connections: it is tried first from now on. */
  synchronized void prefer(InetAddress address) {
    preferred = Optional.of(address);
  }

  /** Ends all waiting for a look-up. */
  @Override
  public synchronized void close() {
    lookup.cancel(false);
  }

  private CompletableFuture<List<InetAddress>> begin() {
    CompletableFuture<List<InetAddress>> begun = new CompletableFuture<>();
    Thread thread = new Thread(() -> lookUp(begun), "look-up of " + host);
    thread.setDaemon(true);
    thread.start();
    return begun;
  }

  private void lookUp(CompletableFuture<List<InetAddress>> begun) {
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

  private InetAddress[] ordered() {
    List<InetAddress> ordered = new ArrayList<>(known);
    preferred
        .map(ordered::indexOf)
        .filter(index -> index > 0)
        .ifPresent(index -> Collections.rotate(ordered.subList(0, index + 1), 1));
    return ordered.toArray(InetAddress[]::new);
  }

  private static boolean ends(CompletableFuture<?> pending, Duration wait) {
    try {
      Object unused = pending.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
      return pending.isDone();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }
}
