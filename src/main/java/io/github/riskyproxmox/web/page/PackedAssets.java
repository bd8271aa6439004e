package io.github.riskyproxmox.web.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses scripts and style sheets with content hash once and sends them from memory.
 * Compressing them for each visitor would take more processor time than the page. The filter is
 * mapped to the servlet by name, so it runs after {@code web.security} (Servlet 6.1, 6.2.4). Payara
 * does not compress a compressed response again.
 */
@WebFilter(servletNames = "page")
public class PackedAssets extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PLACE = "/jakarta.faces.resource/";

  /** The page names a dozen; the limit stops made-up addresses from filling the cache. */
  private static final int AT_MOST = 48;

  private static final Pattern TEXT = Pattern.compile("text/.*|application/(x-)?javascript.*");

  private final transient Map<String, Packed> kept = new ConcurrentHashMap<>();

  private record Packed(String type, Optional<String> modified, byte[] bytes) {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isPlainRead(request) || !Gzip.isFor(request)) {
      chain.doFilter(request, response);
      return;
    }
    String address = request.getRequestURI() + "?" + request.getQueryString();
    Packed packed = kept.get(address);
    if (packed == null) {
      CapturedResponse captured = new CapturedResponse(response);
      chain.doFilter(request, captured);
      byte[] plain = captured.bytes();
      if (!isForEver(captured)) {
        // web.security has already sent a refusal.
        if (plain.length > 0) {
          response.getOutputStream().write(plain);
        }
        return;
      }
      packed =
          new Packed(
              captured.getContentType(),
              Optional.ofNullable(captured.getHeader("Last-Modified")),
              packed(plain));
      if (kept.size() >= AT_MOST) {
        kept.clear();
      }
      kept.put(address, packed);
    }
    send(packed, response);
  }

  private static boolean isPlainRead(HttpServletRequest request) {
    return request.getServletPath().startsWith(PLACE)
        && Stream.of("Range", "If-Modified-Since", "If-None-Match")
            .allMatch(name -> request.getHeader(name) == null);
  }

  /** Errors, images and files without content hash are sent unchanged. */
  private static boolean isForEver(CapturedResponse answer) {
    String type = answer.getContentType();
    String caching = answer.getHeader("Cache-Control");
    return answer.getStatus() == HttpServletResponse.SC_OK
        && type != null
        && TEXT.matcher(type).matches()
        && caching != null
        && caching.contains("immutable");
  }

  private static void send(Packed packed, HttpServletResponse response) throws IOException {
    response.setContentType(packed.type());
    packed.modified().ifPresent(when -> response.setHeader("Last-Modified", when));
    Gzip.send(packed.bytes(), response);
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new Thorough(bytes)) {
      packing.write(plain);
    }
    return bytes.toByteArray();
  }

  /** The highest compression level, because this happens once. */
  private static final class Thorough extends GZIPOutputStream {
    Thorough(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
