package io.github.riskyproxmox.web.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form as a browser posts them. */
final class FormFields {
  private FormFields() {}

  /** The fields by name, in their order; those that cannot be decoded are left out. */
  static Map<String, String[]> read(byte[] body) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field : field.substring(0, equals);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      try {
        String decoded = decoded(value);
        fields.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded);
      } catch (IllegalArgumentException undecodable) {
        continue;
      }
    }
    Map<String, String[]> read = new LinkedHashMap<>();
    fields.forEach((name, values) -> read.put(name, values.toArray(String[]::new)));
    return Collections.unmodifiableMap(read);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
