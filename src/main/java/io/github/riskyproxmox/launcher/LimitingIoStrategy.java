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
 * Grizzly's usual I/O strategy with the limits that Payara has no setting for (adr 0014).
 * domain.xml names it: of all settings only {@code io-strategy} hands the transport to a class of
 * ours before it listens.
 */
@SuppressWarnings("rawtypes") // as in Grizzly's interface
public final class LimitingIoStrategy extends AbstractIOStrategy {
  private static final IOStrategy USUAL = WorkerThreadIOStrategy.getInstance();

  private static final Logger LOG = Logger.getLogger(LimitingIoStrategy.class.getName());

  private final ClientLimiter limiter = new ClientLimiter();

  private LimitingIoStrategy() {}

  /** Called by Payara. */
  public static IOStrategy getInstance() {
    return new LimitingIoStrategy();
  }

  @Override
  public ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
    transport.getMonitoringConfig().addProbes(new FilterInstaller());
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
    if (!limiter.enter(client)) {
      connection.closeSilently();
      return true;
    }
    if (isEnabled) {
      connection.disableIOEvent(event);
    }
    try {
      getThreadPoolFor(connection, event).execute(() -> read(connection, client));
    } catch (RejectedExecutionException queueFull) {
      limiter.leave(client);
      connection.closeSilently();
    }
    return true;
  }

  private void read(Connection connection, byte[] client) {
    try {
      fireIOEvent(connection, IOEvent.READ, ENABLE_INTEREST_LIFECYCLE_LISTENER, LOG);
    } finally {
      limiter.leave(client);
    }
  }

  /** Adds the filters just before the transport starts; earlier there is no filter chain. */
  private static final class FilterInstaller extends TransportProbe.Adapter {
    @Override
    public void onBeforeStartEvent(Transport transport) {
      FilterChain filters = (FilterChain) transport.getProcessor();
      int index = filters.indexOfType(HttpCodecFilter.class);
      HttpCodecFilter http = (HttpCodecFilter) filters.get(index);
      filters.add(index + 1, new MalformedRequestFilter());
      String base = System.getProperty(BasePathFilter.PROPERTY, "");
      if (!base.isEmpty()) {
        filters.add(index + 2, new BasePathFilter(base));
      }
      http.getMonitoringConfig().addProbes(new HeaderTimeout());
    }
  }
}
