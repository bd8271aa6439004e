package io.github.riskyproxmox.launcher;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpBrokenContent;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * Corrects what Payara would answer with an empty 200 and a stack trace in the log (measured,
 * 7.2026.11), so that the application refuses it like any other wrong request.
 */
final class MalformedRequestFilter extends BaseFilter {
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,254})(?::\\d{0,5})?");

  /** Grizzly can parse it, and the application refuses it as malformed too. */
  private static final String MALFORMED_HOST = "malformed host";

  private static final byte[] HTTP_1_ONLY =
      "The agent speaks HTTP/1.1 only.\n".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  public NextAction handleRead(FilterChainContext context) {
    HttpContent content = context.getMessage();
    if (content instanceof HttpBrokenContent) {
      // Grizzly has answered it with 400 already; read again, it is logged with a stack trace.
      return context.getStopAction();
    }
    HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
    if (request.getMethod() == Method.PRI) {
      return refuseHttp2(context, request);
    }
    DataChunk host = request.getHeaders().getValue(Header.Host);
    if (host != null && !HOST.matcher(text(host)).matches()) {
      host.setString(MALFORMED_HOST);
    }
    DataChunk path = request.getRequestURIRef().getRequestURIBC();
    String sent = text(path);
    if (BAD_ESCAPE.matcher(sent).find()) {
      path.setString(BAD_ESCAPE.matcher(sent).replaceAll("%25"));
    }
    // Payara parses it although tracing is off.
    request.getHeaders().removeHeader("Payara-Tracing-TraceId");
    return context.getInvokeAction();
  }

  /**
   * Ignores an offer to change to another protocol. Grizzly takes the offer for the change itself
   * and gives the application no body of such a request; Java's HTTP client sends one with its
   * first request.
   */
  @Override
  public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
    if (event instanceof HttpEvents.IncomingHttpUpgradeEvent upgrade) {
      HttpHeader header = upgrade.getHttpHeader();
      header.getUpgradeDC().recycle();
      header.getHeaders().removeHeader(Header.Upgrade);
      header.setIgnoreContentModifiers(false);
      return context.getStopAction();
    }
    return context.getInvokeAction();
  }

  /** The beginning of HTTP/2 (RFC 9113 §3.4). Payara would wait for its body. */
  private static NextAction refuseHttp2(FilterChainContext context, HttpRequestPacket request) {
    HttpResponsePacket response = request.getResponse();
    response.setStatus(HttpStatus.BAD_REQUEST_400);
    response.setContentType("text/plain");
    response.setHeader("Content-Security-Policy", "default-src 'none'");
    response.setContentLength(HTTP_1_ONLY.length);
    request.getProcessingState().setKeepAlive(false);
    Buffer body = Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, HTTP_1_ONLY);
    context.write(HttpContent.builder(response).content(body).last(true).build());
    request.getProcessingState().getHttpContext().close();
    return context.getStopAction();
  }

  private static String text(DataChunk chunk) {
    return chunk.isNull() ? "" : chunk.toString(StandardCharsets.ISO_8859_1);
  }
}
