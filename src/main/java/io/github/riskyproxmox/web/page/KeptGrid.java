package io.github.riskyproxmox.web.page;

import jakarta.faces.FacesException;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import jakarta.faces.context.ResponseWriterWrapper;
import java.io.IOException;
import java.io.StringWriter;
import org.primefaces.component.dataview.DataView;
import org.primefaces.component.dataview.DataViewRenderer;

/**
 * Renders the items of a data view once for each value of its attribute {@code drawing}, and caches
 * the result compressed, so that fifty pages that open at once share it. See docs/adr/0011 and
 * 0015.
 */
public class KeptGrid extends DataViewRenderer {
  private static final String ATTRIBUTE = "drawing";

  private String keptOf = "";
  private PackedText.Piece kept = PackedText.Piece.NONE;

  @Override
  protected void encodeLayout(FacesContext context, DataView view) throws IOException {
    Object drawing = view.getAttributes().get(ATTRIBUTE);
    if (drawing == null) {
      throw new FacesException("This data view has no attribute " + ATTRIBUTE + ".");
    }
    PackedText.Piece drawn = drawn(context, view, drawing.toString());
    PackedPage.expect(context.getExternalContext().getRequestMap(), drawn);
    innermost(context.getResponseWriter()).write(drawn.text());
  }

  /** Bypasses the writers that look for scripts, of which the grid has none: they copy the text. */
  private static ResponseWriter innermost(ResponseWriter writer) {
    ResponseWriter inner = writer;
    while (inner instanceof ResponseWriterWrapper wrapper) {
      inner = wrapper.getWrapped();
    }
    return inner;
  }

  /** A request that arrives during the rendering waits for its result. */
  private synchronized PackedText.Piece drawn(FacesContext context, DataView view, String drawing)
      throws IOException {
    if (!keptOf.equals(drawing)) {
      kept = PackedText.Piece.of(draw(context, view));
      keptOf = drawing;
    }
    return kept;
  }

  private String draw(FacesContext context, DataView view) throws IOException {
    ResponseWriter usual = context.getResponseWriter();
    StringWriter memory = new StringWriter();
    ResponseWriter writer = usual.cloneWithWriter(memory);
    context.setResponseWriter(writer);
    try {
      super.encodeLayout(context, view);
      writer.flush();
    } finally {
      context.setResponseWriter(usual);
    }
    return memory.toString();
  }
}
