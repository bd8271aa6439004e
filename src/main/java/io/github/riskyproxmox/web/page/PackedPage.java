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
 * Compresses the page itself, so that the grid, nine tenths of it, is compressed once for all who
 * open it. See docs/adr/0015. Mapped to the servlet by its name, it comes behind the guard (Servlet
 * 6.0, 6.2.4); the server below leaves alone what is compressed already.
 */
@WebFilter(servletNames = "page")
public class PackedPage extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String TEXT = PackedPage.class.getName();

  // The container makes filters itself and knows no constructor but the empty one.
  @Inject private transient PageModel desk;

  /**
   * Fifty half-made pages at once leave the collector no room; in turn, all are quicker. Only a
   * page that is kept until it is whole has one: written straight to somebody who reads slowly, it
   * would hold its turn for as long.
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
    // Whatever is to be waited for is waited for before its turn.
    SiteSnapshot unused = desk.site();
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

  /** Has the page that is being written take that piece as it is when its text is written. */
  static void expect(Map<String, Object> request, PackedText.Piece piece) {
    if (request.get(TEXT) instanceof PackedText text) {
      text.expect(piece);
    }
  }

  /** Keeps what is written as text; what is written otherwise, as a refusal is, goes through. */
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
      // Nothing leaves before it is whole.
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
