package io.github.riskyproxmox.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamEventReceiverWrapper;

/**
 * Changes that an allow-list cannot express: an image becomes its text, a summary becomes a bold
 * line, and a link without text is removed.
 */
@SuppressWarnings("try") // of its parent: close() may throw anything
final class NoteTags extends HtmlStreamEventReceiverWrapper {
  private static final String LINK = "a";
  private static final String PICTURE = "img";
  private static final String SUMMARY = "summary";

  /** The open link that has no text yet. */
  private List<String> pending = List.of();

  private boolean isPending;

  NoteTags(HtmlStreamEventReceiver next) {
    super(next);
  }

  @Override
  public void openTag(String name, List<String> attributes) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case LINK -> {
        // The sanitizer reuses its list for the next tag.
        pending = new ArrayList<>(attributes);
        isPending = true;
      }
      case PICTURE -> text(said(attributes));
      case SUMMARY -> {
        flush();
        underlying.openTag("p", new ArrayList<>());
        underlying.openTag("strong", new ArrayList<>());
      }
      default -> {
        flush();
        underlying.openTag(name, attributes);
      }
    }
  }

  @Override
  public void closeTag(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case LINK -> {
        if (!isPending) {
          underlying.closeTag(name);
        }
        isPending = false;
      }
      case PICTURE -> {}
      case SUMMARY -> {
        underlying.closeTag("strong");
        underlying.closeTag("p");
      }
      default -> underlying.closeTag(name);
    }
  }

  @Override
  public void text(String decoded) {
    // An entity may encode characters that were removed from the source.
    String text = PlainText.of(decoded);
    if (!text.isBlank()) {
      flush();
    }
    underlying.text(text);
  }

  private void flush() {
    if (isPending) {
      isPending = false;
      underlying.openTag(LINK, pending);
    }
  }

  /** The image's alternative text; a link needs some text. */
  private String said(List<String> attributes) {
    String said = isPending ? "picture" : "";
    for (int i = 0; i + 1 < attributes.size(); i += 2) {
      if (attributes.get(i).equals("alt") && !attributes.get(i + 1).isBlank()) {
        said = attributes.get(i + 1);
      }
    }
    return said;
  }
}
