package io.github.riskyproxmox.web.page;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * Renders an image as a link to it, so that the page sends no request to a foreign server. An image
 * in a link, or one embedded in the notes, becomes its text.
 */
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
    boolean linked = isLinked(image);
    if (!linked) {
      context.getWriter().tag("a", Map.of("href", context.encodeUrl(address)));
    }
    if (image.getFirstChild() == null) {
      context.getWriter().text("picture");
    }
    for (Node child = image.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
    if (!linked) {
      context.getWriter().tag("/a");
    }
  }

  private static boolean isLinked(Node node) {
    for (Node above = node.getParent(); above != null; above = above.getParent()) {
      if (above instanceof Link) {
        return true;
      }
    }
    return false;
  }
}
