package io.github.riskyproxmox.web.page;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * GitHub-flavoured Markdown as HTML, with the HTML that stands in it: not safe yet. What a note can
 * cost is bounded before it is spent: 8,192 characters of source in {@value #MAX_LINES} lines,
 * {@value #MAX_CELLS} cells of tables, {@value #MAX_BYTES} bytes of HTML in {@value #MAX_TAGS}
 * tags. The clock is not asked; these bounds keep the drawing below 20 ms.
 */
final class MarkdownHtml {
  /** A row of a table is filled up to the width of its head, so few characters make many cells. */
  private static final int MAX_CELLS = 2_000;

  private static final int MAX_LINES = 800;

  /** What the sanitizer takes its time for. */
  private static final int MAX_TAGS = 1_500;

  /** Before the sanitizer: it takes out more than it adds. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_NESTING = 20;

  /** What follows the head of a table, in quotes too. */
  private static final Pattern SEPARATOR = Pattern.compile("[>\\s]*[|:-][|:\\s-]*");

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(), AutolinkExtension.create(), StrikethroughExtension.create());

  /** The class of list items that have a box. No note can know it, so no note can set a class. */
  static final String TASK = "task-" + UUID.randomUUID();

  private final Parser parser =
      Parser.builder()
          .extensions(EXTENSIONS)
          .includeSourceSpans(IncludeSourceSpans.NONE)
          .maxOpenBlockParsers(MAX_NESTING)
          .maxInlineNesting(MAX_NESTING)
          .postProcessor(new TaskBoxes())
          .build();

  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .sanitizeUrls(true)
          .softbreak("<br />\n")
          .nodeRendererFactory(PictureAsLink::new)
          .attributeProviderFactory(context -> TaskBoxes::name)
          .build();

  /**
   * The HTML of that source.
   *
   * @throws BoundedText.Full if it would be too much
   */
  String of(String markdown) {
    String[] lines = markdown.split("\\R", -1);
    if (lines.length > MAX_LINES || cells(lines) > MAX_CELLS) {
      throw new BoundedText.Full();
    }
    BoundedText html = new BoundedText(MAX_BYTES);
    renderer.render(parser.parse(markdown), html);
    String drawn = html.toString();
    if (drawn.chars().filter(unit -> unit == '<').count() > MAX_TAGS) {
      throw new BoundedText.Full();
    }
    return drawn;
  }

  /** No fewer cells than the parser would make: every line below a separator counts as a row. */
  private static int cells(String[] lines) {
    int cells = 0;
    int columns = 0;
    for (String line : lines) {
      if (line.isBlank()) {
        columns = 0;
      } else if (line.indexOf('|') >= 0 && SEPARATOR.matcher(line).matches()) {
        columns = Math.max(columns, 1 + (int) line.chars().filter(unit -> unit == '|').count());
      }
      cells += columns;
    }
    return cells;
  }
}
