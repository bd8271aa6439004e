package io.github.riskyproxmox.web.ui;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Draws a picture as a link to it: looking at the page asks no foreign server for anything. */
final class PictureAsLink implements NodeRenderer {
  private final HtmlNodeRendererContext context;

  PictureAsLink(HtmlNodeRendererContext context) {
    this.context = context;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Image.class);
  }

  @Override
  public void render(Node node) {
    Image image = (Image) node;
    String address = context.urlSanitizer().sanitizeLinkUrl(image.getDestination());
    context.getWriter().tag("a", Map.of("href", context.encodeUrl(address)));
    if (image.getFirstChild() == null) {
      context.getWriter().text("picture");
    }
    for (Node child = image.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
    context.getWriter().tag("/a");
  }
}
