package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.TransportProbe;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Named in domain.xml as the transport's strategy, because that is where Payara hands its transport
 * to a class of ours before it listens. Does what the usual strategy does.
 */
@SuppressWarnings("rawtypes") // as Grizzly's interface has it
public final class WatchedTransport implements IOStrategy {
  private static final IOStrategy USUAL = WorkerThreadIOStrategy.getInstance();

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
  public boolean executeIoEvent(Connection connection, IOEvent event) throws IOException {
    return USUAL.executeIoEvent(connection, event);
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean isEnabled)
      throws IOException {
    return USUAL.executeIoEvent(connection, event, isEnabled);
  }

  @Override
  public Executor getThreadPoolFor(Connection connection, IOEvent event) {
    return USUAL.getThreadPoolFor(connection, event);
  }

  /** Its filters are there only when it starts. */
  private static final class Watching extends TransportProbe.Adapter {
    @Override
    public void onBeforeStartEvent(Transport transport) {
      FilterChain filters = (FilterChain) transport.getProcessor();
      HttpCodecFilter http =
          (HttpCodecFilter) filters.get(filters.indexOfType(HttpCodecFilter.class));
      http.getMonitoringConfig().addProbes(new HeadProbe());
    }
  }
}
