package io.github.riskyproxmox.web.security;

import java.util.Locale;

/** What a body says it is: type and subtype exactly; a charset or the like does not matter. */
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
