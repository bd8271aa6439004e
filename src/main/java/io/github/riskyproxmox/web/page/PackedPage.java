package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Compresses the page and inserts the grid, nine tenths of it, which was compressed once for all
 * pages. See docs/adr/0015. The filter is mapped to the servlet by name, so it runs after {@code
 * web.security} (Servlet 6.1, 6.2.4). Payara does not compress a compressed response again.
 */
@WebFilter(servletNames = "page")
public class PackedPage extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String TEXT = PackedPage.class.getName();

  // The container creates filters with their default constructor.
  @Inject private transient PageModel model;

  /**
   * Limits the pages that are rendered at once: fifty would fill the heap and slow down garbage
   * collection. Only buffered pages take a permit, because a page that is written to a slow client
   * would hold it for long.
   */
  private final transient Semaphore turns =
      new Semaphore(Runtime.getRuntime().availableProcessors() + 1, true);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getServletPath().equals("/index.xhtml") || !Gzip.isFor(request)) {
      chain.doFilter(request, response);
      return;
    }
    // Waits for Proxmox before it takes a permit.
    SiteSnapshot unused = model.site();
    try (PackedText text = new PackedText()) {
      request.setAttribute(TEXT, text);
      Packed packed = new Packed(response, text);
      turns.acquireUninterruptibly();
      try {
        chain.doFilter(request, packed);
      } finally {
        turns.release();
      }
      packed.send();
    }
  }

  /** Announces a compressed piece to the page that is being rendered. */
  static void expect(Map<String, Object> request, PackedText.Piece piece) {
    if (request.get(TEXT) instanceof PackedText text) {
      text.expect(piece);
    }
  }

  /** Buffers what is written as text; passes on bytes, such as those of an error. */
  private static final class Packed extends HttpServletResponseWrapper {
    private final PackedText text;
    private final PrintWriter writer;
    private boolean written;

    Packed(HttpServletResponse response, PackedText text) {
      super(response);
      this.text = text;
      this.writer = new PrintWriter(text);
    }

    @Override
    public PrintWriter getWriter() {
      written = true;
      return writer;
    }

    @Override
    public void flushBuffer() {
      // Nothing is sent before the page is complete.
    }

    @Override
    public void sendError(int status) throws IOException {
      written = false;
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      written = false;
      super.sendError(status, message);
    }

    @Override
    public void resetBuffer() {
      super.resetBuffer();
      text.reset();
    }

    @Override
    public void reset() {
      super.reset();
      text.reset();
    }

    void send() throws IOException {
      if (written) {
        Gzip.send(text.finished(), this);
      }
    }
  }
}
