package io.github.riskyproxmox.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;

/**
 * Limits how long a request line and its headers may take. Grizzly's own timeout starts again with
 * every byte, so this shortens it to what is left.
 */
@SuppressWarnings("rawtypes") // as in Grizzly's interface
final class HeaderTimeout extends HttpProbe.Adapter {
  private static final long LIMIT_MILLIS = Duration.ofSeconds(20).toMillis();

  /** Grizzly's default between requests and while a body is sent. */
  private static final long IDLE_MILLIS = Duration.ofSeconds(30).toMillis();

  /** The request that Grizzly is parsing. */
  private final Attribute<Object> parsing =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(
          HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

  /** When the first byte of the request came, in milliseconds. */
  private final Attribute<Long> start =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HeaderTimeout.class.getName());

  @Override
  public void onDataReceivedEvent(Connection connection, Buffer data) {
    if (parsing.get(connection) instanceof HttpPacketParsing request && !request.isHeaderParsed()) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      if (!start.isSet(connection)) {
        start.set(connection, now);
      }
      setTimeout(connection, start.get(connection) + LIMIT_MILLIS - now);
    }
  }

  @Override
  public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
    start.remove(connection);
    setTimeout(connection, IDLE_MILLIS);
  }

  private static void setTimeout(Connection connection, long millis) {
    // A negative time would mean for ever.
    IdleTimeoutFilter.setCustomTimeout(connection, Math.max(millis, 0), TimeUnit.MILLISECONDS);
  }
}
