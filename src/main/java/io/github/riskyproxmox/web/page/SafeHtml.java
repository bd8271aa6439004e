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
 * The allow-list for notes (pve-api.md §8): tags that only shape text, links to http, https and
 * mailto. No pictures, no styles, no classes, no ids. What is not allowed leaves its text, scripts
 * and styles leave nothing.
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
          // The card has the third level; whatever notes call theirs, they come below it.
          .allowElements((element, attributes) -> "h4", "h1", "h2", "h3", "h4", "h5", "h6")
          // They keep their text apart. A details that opens by a click would be a button in one.
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
   * What is harmless of that HTML.
   *
   * @param limit in bytes of UTF-8
   * @throws BoundedText.Full if it is longer
   */
  static String of(String html, int limit) {
    BoundedText safe = new BoundedText(limit);
    HtmlStreamRenderer renderer =
        HtmlStreamRenderer.create(safe, Handler.PROPAGATE, Handler.DO_NOTHING);
    HtmlSanitizer.sanitize(html, POLICY.apply(renderer), NoteTags::new);
    return safe.toString().strip();
  }

  /** A link that leads nowhere becomes text; the others open in a new tab. */
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
