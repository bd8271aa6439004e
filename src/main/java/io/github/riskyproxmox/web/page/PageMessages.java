package io.github.riskyproxmox.web.page;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The page's words for the open set of stop actions; one that has none is called by its name. */
final class PageMessages {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("io.github.riskyproxmox.web.page.words", Locale.ROOT);

  private PageMessages() {}

  /** The words under that key, if there are any. */
  static Optional<String> find(String key) {
    return BUNDLE.containsKey(key) ? Optional.of(BUNDLE.getString(key)) : Optional.empty();
  }
}
