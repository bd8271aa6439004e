package io.github.riskyproxmox.web.ui;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The page's words for the open set of stop actions; one that has none is called by its name. */
final class Words {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("io.github.riskyproxmox.web.ui.words", Locale.ROOT);

  private Words() {}

  /** The words under that key, if there are any. */
  static Optional<String> find(String key) {
    return BUNDLE.containsKey(key) ? Optional.of(BUNDLE.getString(key)) : Optional.empty();
  }
}
