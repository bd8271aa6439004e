package io.github.riskyproxmox.web.page;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.Handler;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamRenderer;
import org.owasp.html.PolicyFactory;

/**
 * The allow-list for notes (pve-api.md §8): tags that format text, and links to http, https and
 * mailto. No images, styles, classes or ids. Other elements are replaced by their text; scripts and
 * styles are removed.
 */
final class SafeHtml {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern ELSEWHERE = Pattern.compile("(?i)(https?|mailto):.+");

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p", "br", "hr", "div", "strong", "b", "em", "i", "u", "s", "del", "ins", "mark")
          .allowElements(
              "small", "sup", "sub", "kbd", "samp", "code", "pre", "blockquote", "ul", "ol", "li")
          .allowElements(
              "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
          // The card's heading has level three, so headings in notes get lower levels.
          .allowElements((element, attributes) -> "h4", "h1", "h2", "h3", "h4", "h5", "h6")
          // These separate their texts. A details element would be a button inside the card's
          // button.
          .allowElements(
              (element, attributes) -> "div",
              "details",
              "center",
              "section",
              "article",
              "header",
              "footer",
              "main",
              "aside",
              "figure",
              "address")
          .allowElements(SafeHtml::link, "a")
          .allowAttributes("href")
          .onElements("a")
          .allowAttributes("align")
          .matching(true, "left", "center", "right")
          .onElements("th", "td", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6")
          .allowAttributes("start")
          .matching(NUMBER)
          .onElements("ol")
          .allowAttributes("class")
          .matching((element, name, value) -> value.equals(MarkdownHtml.TASK) ? "task" : null)
          .onElements("li")
          .allowUrlProtocols("http", "https", "mailto")
          .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
          .toFactory();

  private SafeHtml() {}

  /**
   * Removes everything that is not allowed.
   *
   * @param limit in bytes of UTF-8
   * @throws BoundedText.Full if the result is longer
   */
  static String of(String html, int limit) {
    BoundedText safe = new BoundedText(limit);
    HtmlStreamRenderer renderer =
        HtmlStreamRenderer.create(safe, Handler.PROPAGATE, Handler.DO_NOTHING);
    HtmlSanitizer.sanitize(html, POLICY.apply(renderer), NoteTags::new);
    return safe.toString().strip();
  }

  /** A link without target becomes text; other links open in a new tab. */
  private static @Nullable String link(String element, List<String> attributes) {
    int href = attributes.indexOf("href");
    if (href < 0 || !ELSEWHERE.matcher(attributes.get(href + 1)).matches()) {
      return null;
    }
    attributes.set(href + 1, PlainText.of(attributes.get(href + 1)));
    attributes.add("target");
    attributes.add("_blank");
    return element;
  }
}
