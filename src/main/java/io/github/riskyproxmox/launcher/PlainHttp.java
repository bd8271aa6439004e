package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * Stands between Grizzly's HTTP filter and Payara: only what is plain, well-formed HTTP/1.1 goes
 * on.
 */
final class PlainHttp extends BaseFilter {
  private static final String SEEN = PlainHttp.class.getName();

  /**
   * Payara makes two random UUIDs for each request that brings none, whether it traces or not, all
   * under one lock, and writes a stack trace for each that is malformed (measured, 6.2025.10).
   */
  private static final String NO_TRACE = "00000000-0000-0000-0000-000000000000";

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    HttpContent content = context.getMessage();
    HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
    if (request.getAttribute(SEEN) != null) {
      return context.getInvokeAction();
    }
    request.setAttribute(SEEN, Boolean.TRUE);
    // Who has gone wants no answer; a body that is no body has been answered by the filter before.
    if (!context.getConnection().isOpen() || content instanceof HttpBrokenContent) {
      return context.getStopAction();
    }
    String path = text(request.getRequestURIRef().getRequestURIBC());
    Optional<String> host =
        Optional.ofNullable(request.getHeaders().getValue(Header.Host)).map(PlainHttp::text);
    Optional<String> fault = RequestForm.fault(text(request.getMethodDC()), host, path);
    if (fault.isPresent()) {
      return refuse(context, request, path.startsWith("/api"), fault.get());
    }
    request.setHeader("Payara-Tracing-TraceId", NO_TRACE);
    request.setHeader("Payara-Tracing-ParentId", NO_TRACE);
    request.setHeader("Payara-Tracing-RelationshipType", "ChildOf");
    return context.getInvokeAction();
  }

  /**
   * Takes an offer of another protocol for none: otherwise Grizzly takes it for the change itself,
   * and the request's body for something of that protocol.
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

  private static String text(DataChunk chunk) {
    return chunk.isNull() ? "" : chunk.toString(StandardCharsets.ISO_8859_1);
  }

  private static NextAction refuse(
      FilterChainContext context, HttpRequestPacket request, boolean api, String sentence) {
    HttpResponsePacket response = request.getResponse();
    response.setStatus(HttpStatus.BAD_REQUEST_400);
    response.setContentType(api ? "application/json" : "text/html;charset=UTF-8");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    request.getProcessingState().setKeepAlive(false);
    byte[] body = (api ? json(sentence) : page(sentence)).getBytes(StandardCharsets.US_ASCII);
    response.setContentLength(body.length);
    Buffer sent =
        request.isHeadRequest()
            ? Buffers.EMPTY_BUFFER
            : Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, body);
    context.write(HttpContent.builder(response).content(sent).last(true).build());
    request.getProcessingState().getHttpContext().close();
    return context.getStopAction();
  }

  private static String json(String sentence) {
    return "{\"status\":\"error\",\"error\":\"malformed\",\"message\":\"%s\"}".formatted(sentence);
  }

  private static String page(String sentence) {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Not understood</title></head>
        <body><main><h1>Not understood</h1><p>%s</p></main></body></html>
        """
        .formatted(sentence);
  }
}
