package io.github.riskyproxmox.launcher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpServerFilter;

/** Tells the deadline what Grizzly's HTTP filter receives and how far it is. */
@SuppressWarnings("rawtypes") // as Grizzly's interface has it
final class HeadProbe extends HttpProbe.Adapter {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SECONDS_BETWEEN_LOOKS = 2;

  /** The request that the filter is reading. */
  private final Attribute<Object> reading =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(
          HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

  private final HeadDeadline<Connection> deadline =
      new HeadDeadline<>(
          LIMIT,
          System::nanoTime,
          CompletableFuture.delayedExecutor(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS),
          Connection::isOpen,
          Connection::closeSilently);

  @Override
  public void onDataReceivedEvent(Connection connection, Buffer data) {
    if (reading.get(connection) instanceof HttpPacketParsing request && !request.isHeaderParsed()) {
      deadline.some(connection);
    }
  }

  @Override
  public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
    deadline.done(connection);
  }
}
