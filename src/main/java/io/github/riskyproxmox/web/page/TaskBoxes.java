package io.github.riskyproxmox.web.page;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.PostProcessor;

/**
 * Replaces {@code [ ]} and {@code [x]} at the start of a list item by a box. (The extension of
 * commonmark-java does not support the release used here, and renders input elements.)
 */
final class TaskBoxes extends AbstractVisitor implements PostProcessor {
  private static final Pattern BOX = Pattern.compile("^\\[([ xX])\\](?=\\s)");
  private static final Pattern DRAWN = Pattern.compile("^[\u2610\u2611]\\s");

  /** Marks list items with a box, so that they get no bullet. */
  static void name(Node node, String element, Map<String, String> attributes) {
    if (node instanceof ListItem item && text(item).filter(DRAWN.asPredicate()).isPresent()) {
      attributes.put("class", MarkdownHtml.TASK);
    }
  }

  @Override
  public Node process(Node node) {
    node.accept(this);
    return node;
  }

  @Override
  public void visit(ListItem item) {
    if (item.getFirstChild() instanceof Paragraph paragraph
        && paragraph.getFirstChild() instanceof Text text) {
      Matcher matcher = BOX.matcher(text.getLiteral());
      if (matcher.find()) {
        String box = matcher.group(1).isBlank() ? "\u2610" : "\u2611";
        text.setLiteral(matcher.replaceFirst(box));
      }
    }
    visitChildren(item);
  }

  private static Optional<String> text(ListItem item) {
    return item.getFirstChild() instanceof Paragraph paragraph
            && paragraph.getFirstChild() instanceof Text text
        ? Optional.of(text.getLiteral())
        : Optional.empty();
  }
}
