package io.github.riskyproxmox.launcher;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * With BASE_PATH: answers what lies outside of it, where Payara has no application. The path itself
 * without the slash at the end leads to the page; everything else is 404 and says where the page
 * is. The answers depend on nothing but BASE_PATH, so the host is not checked.
 */
final class BasePathFilter extends BaseFilter {
  /** The system property with the path; empty for the root. */
  static final String PROPERTY = "riskyproxmox.base-path";

  /** Payara resolves it and may end up outside. */
  private static final Pattern UPWARDS =
      Pattern.compile("(?i)(?:/|%2f|\\\\|%5c)(?:\\.|%2e){2}(?:[/;\\\\]|%2f|%5c|$)");

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Nothing here</title></head>
      <body><main data-agent="refusal"><h1>Nothing here</h1><p>The virtual machines are at <a href="%1$s">%1$s</a>, as the setting BASE_PATH says.</p></main></body>
      </html>
      """;

  private static final String JSON =
      """
      {"status":"error","error":"not_found","message":"The API is at %sapi/, as the setting BASE_PATH says."}""";

  private final String base;
  private final String home;

  /**
   * A filter for that path.
   *
   * @param base such as {@code /vms}
   */
  BasePathFilter(String base) {
    this.base = base;
    this.home = base + "/";
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    HttpContent content = context.getMessage();
    HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
    DataChunk uri = request.getRequestURIRef().getRequestURIBC();
    String path = uri.isNull() ? "" : uri.toString(StandardCharsets.ISO_8859_1);
    if (path.startsWith(home) && !UPWARDS.matcher(path).find()) {
      return context.getInvokeAction();
    }
    HttpResponsePacket response = request.getResponse();
    if (path.equals(base)) {
      response.setStatus(HttpStatus.TEMPORARY_REDIRECT_307);
      response.setHeader("Location", home);
    } else {
      response.setStatus(HttpStatus.NOT_FOUND_404);
    }
    boolean api = path.equals("/api") || path.startsWith("/api/");
    answer(context, request, api ? "application/json" : "text/html;charset=UTF-8", api);
    return context.getStopAction();
  }

  private void answer(
      FilterChainContext context, HttpRequestPacket request, String type, boolean api) {
    byte[] text = (api ? JSON : PAGE).formatted(home).getBytes(StandardCharsets.UTF_8);
    HttpResponsePacket response = request.getResponse();
    response.setContentType(type);
    response.setContentLength(text.length);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    // A body that the request may have is not read.
    request.getProcessingState().setKeepAlive(false);
    Buffer body =
        Buffers.wrap(
            MemoryManager.DEFAULT_MEMORY_MANAGER,
            request.getMethod() == Method.HEAD ? new byte[0] : text);
    context.write(HttpContent.builder(response).content(body).last(true).build());
    request.getProcessingState().getHttpContext().close();
  }
}
