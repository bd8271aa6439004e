package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.TransportProbe;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.strategies.AbstractIOStrategy;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Named in domain.xml as the transport's strategy, because that is where Payara hands its transport
 * to a class of ours before it listens. Does what the usual strategy does, except that it closes
 * the connection of a client that has too many requests waiting.
 */
@SuppressWarnings("rawtypes") // as Grizzly's interface has it
public final class WatchedTransport extends AbstractIOStrategy {
  private static final IOStrategy USUAL = WorkerThreadIOStrategy.getInstance();

  private static final Logger LOG = Logger.getLogger(WatchedTransport.class.getName());

  private final Crowd crowd = new Crowd();

  private WatchedTransport() {}

  /** What Payara asks for by name. */
  public static IOStrategy getInstance() {
    return new WatchedTransport();
  }

  @Override
  public ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
    transport.getMonitoringConfig().addProbes(new Watching());
    return USUAL.createDefaultWorkerPoolConfig(transport);
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean isEnabled)
      throws IOException {
    if (event != IOEvent.READ
        || !(connection.getPeerAddress() instanceof InetSocketAddress peer)
        || peer.isUnresolved()) {
      return USUAL.executeIoEvent(connection, event, isEnabled);
    }
    byte[] client = peer.getAddress().getAddress();
    if (!crowd.enter(client)) {
      connection.closeSilently();
      return true;
    }
    if (isEnabled) {
      connection.disableIOEvent(event);
    }
    try {
      getThreadPoolFor(connection, event).execute(() -> read(connection, client));
    } catch (RejectedExecutionException full) {
      crowd.leave(client);
      connection.closeSilently();
    }
    return true;
  }

  private void read(Connection connection, byte[] client) {
    try {
      fireIOEvent(connection, IOEvent.READ, ENABLE_INTEREST_LIFECYCLE_LISTENER, LOG);
    } finally {
      crowd.leave(client);
    }
  }

  /** Its filters are there only when it starts. */
  private static final class Watching extends TransportProbe.Adapter {
    @Override
    public void onBeforeStartEvent(Transport transport) {
      FilterChain filters = (FilterChain) transport.getProcessor();
      int place = filters.indexOfType(HttpCodecFilter.class);
      HttpCodecFilter http = (HttpCodecFilter) filters.get(place);
      filters.add(place + 1, new PlainHttp());
      http.getMonitoringConfig().addProbes(new HeadProbe());
    }
  }
}
