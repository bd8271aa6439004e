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
 * Compresses scripts and styles whose address tells their content once, and gives them to everybody
 * from memory: for each visitor anew that would take more of a processor than the page itself.
 * Mapped to the servlet by its name, it comes behind the guard (Servlet 6.0, 6.2.4); the server
 * below leaves alone what is compressed already.
 */
@WebFilter(servletNames = "page")
public class PackedAssets extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PLACE = "/jakarta.faces.resource/";

  /** A dozen are named in the page; whoever makes up addresses has none of them kept for long. */
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
        // A refusal has been written already, by the guard.
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

  /** A refusal, a picture, or what may be another thing tomorrow is sent as it is. */
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

  /** Done once, it may take its time. */
  private static final class Thorough extends GZIPOutputStream {
    Thorough(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
