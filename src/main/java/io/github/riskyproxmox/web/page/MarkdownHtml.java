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
 * Converts GitHub-flavoured Markdown with embedded HTML to HTML that is not safe yet. The cost of a
 * note is limited before the conversion: 8,192 characters of source in {@value #MAX_LINES} lines,
 * {@value #MAX_CELLS} cells of tables, {@value #MAX_BYTES} bytes of HTML in {@value #MAX_TAGS}
 * tags. These limits keep the rendering below 20 ms; a link counts as three tags.
 */
final class MarkdownHtml {
  /**
   * The parser fills each row up to the width of the table, so few characters create many cells.
   */
  private static final int MAX_CELLS = 2_000;

  private static final int MAX_LINES = 800;

  /** The sanitizer's time depends on the number of tags, and that of a link is twice as long. */
  private static final int MAX_TAGS = 1_500;

  private static final Pattern TAG = Pattern.compile("<(a )?");

  /** Checked before the sanitizer, which removes more than it adds. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_NESTING = 20;

  /** The separator line of a table, also in quotes. */
  private static final Pattern SEPARATOR = Pattern.compile("[>\\s]*[|:-][|:\\s-]*");

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(), AutolinkExtension.create(), StrikethroughExtension.create());

  /** The class of list items with a check box. It is random, so that notes cannot set it. */
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
   * Converts that source to HTML.
   *
   * @throws BoundedText.Full if a limit is exceeded
   */
  String of(String markdown) {
    String[] lines = markdown.split("\\R", -1);
    if (lines.length > MAX_LINES || cells(lines) > MAX_CELLS) {
      throw new BoundedText.Full();
    }
    BoundedText html = new BoundedText(MAX_BYTES);
    renderer.render(parser.parse(markdown), html);
    String drawn = html.toString();
    if (tags(drawn) > MAX_TAGS) {
      throw new BoundedText.Full();
    }
    return drawn;
  }

  private static int tags(String html) {
    return TAG.matcher(html).results().mapToInt(tag -> tag.group(1) == null ? 1 : 3).sum();
  }

  /** An upper bound of the parser's cells: every line below a separator counts as a row. */
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
