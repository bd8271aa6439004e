package io.github.riskyproxmox.web.ui;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Draws a VM's notes: GitHub-flavoured Markdown, then an allow-list (pve-api.md §8). Whoever may
 * edit a VM can write them, so they are hostile input: no raw HTML, no pictures, no other schemes
 * than http, https and mailto.
 */
@ApplicationScoped
public class Notes {
  private static final int KEPT = 4096;
  private static final int MAX_CHARACTERS = 65_536;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern ELSEWHERE = Pattern.compile("(?i)(https?|mailto):.+");

  private static final List<Extension> EXTENSIONS =
      List.of(
          TablesExtension.create(), AutolinkExtension.create(), StrikethroughExtension.create());

  private final Parser parser =
      Parser.builder()
          .extensions(EXTENSIONS)
          .includeSourceSpans(IncludeSourceSpans.NONE)
          .maxOpenBlockParsers(20)
          .postProcessor(new TaskBoxes())
          .build();

  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak("<br />\n")
          .nodeRendererFactory(PictureAsLink::new)
          .attributeProviderFactory(context -> TaskBoxes::name)
          .build();

  private final PolicyFactory policy =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "hr",
              "strong",
              "em",
              "del",
              "code",
              "pre",
              "blockquote",
              "ul",
              "ol",
              "li",
              "table",
              "thead",
              "tbody",
              "tr",
              "th",
              "td",
              "a",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6")
          .allowElements(
              (element, attributes) -> element.startsWith("h") ? "h4" : element,
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6")
          .allowElements(Notes::link, "a")
          .allowAttributes("href")
          .onElements("a")
          .allowAttributes("align")
          .matching(true, "left", "center", "right")
          .onElements("th", "td")
          .allowAttributes("start")
          .matching(NUMBER)
          .onElements("ol")
          .allowAttributes("class")
          .matching(true, "task")
          .onElements("li")
          .allowUrlProtocols("http", "https", "mailto")
          .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
          .toFactory();

  private final Map<String, String> drawn =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > KEPT;
            }
          });

  /** Safe HTML for that Markdown; empty for blank text. */
  public String html(String markdown) {
    if (markdown.isBlank()) {
      return "";
    }
    String known = drawn.get(markdown);
    if (known != null) {
      return known;
    }
    String html = draw(markdown);
    drawn.put(markdown, html);
    return html;
  }

  private String draw(String markdown) {
    String text = PlainText.of(markdown);
    String bounded = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    return policy.sanitize(renderer.render(parser.parse(bounded))).strip();
  }

  /** A link that leads nowhere becomes text; the others open in a new tab. */
  private static @Nullable String link(String element, List<String> attributes) {
    int href = attributes.indexOf("href");
    if (href < 0 || !ELSEWHERE.matcher(attributes.get(href + 1)).matches()) {
      return null;
    }
    attributes.add("target");
    attributes.add("_blank");
    return element;
  }
}
