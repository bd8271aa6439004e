package io.github.riskyproxmox.support;

import java.util.List;
import java.util.Locale;

/** Java's settings for places whose digits, decimals, calendars or letters differ. */
public final class MovedInstallation {
  /** German decimals, Arabic, Persian and Thai digits, the Buddhist calendar, the dotless i. */
  public static final List<String> PLACES =
      List.of("de-DE", "ar-EG", "fa-IR", "th-TH-u-ca-buddhist-nu-thai", "tr-TR");

  private MovedInstallation() {}

  /** Does it in each of those places, one after the other; then all is as before. */
  public static void each(Runnable check) {
    Locale here = Locale.getDefault();
    try {
      for (String place : PLACES) {
        Locale.setDefault(Locale.forLanguageTag(place));
        check.run();
      }
    } finally {
      Locale.setDefault(here);
    }
  }
}
