package io.github.riskyproxmox.web.security;

import java.util.Locale;

/** Compares the type and subtype of a Content-Type header; parameters are ignored. */
final class MediaTypes {
  private MediaTypes() {}

  static boolean isForm(String contentType) {
    return is(contentType, "application/x-www-form-urlencoded");
  }

  static boolean isJson(String contentType) {
    return is(contentType, "application/json");
  }

  private static boolean is(String contentType, String expected) {
    int parameters = contentType.indexOf(';');
    String bare = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return bare.strip().toLowerCase(Locale.ROOT).equals(expected);
  }
}
