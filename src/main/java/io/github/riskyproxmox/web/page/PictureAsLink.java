package io.github.riskyproxmox.web.page;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * Draws a picture as a link to it: looking at the page asks no foreign server for anything. One
 * that is in a link, or that is part of the notes itself, leaves its text.
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
