package io.github.riskyproxmox.web.api;

import java.util.List;

/** A value in a request, as far as it matters here; numbers stay as they were written. */
sealed interface JsonMember {
  /** {@code "text"}. */
  record Text(String value) implements JsonMember {}

  /** {@code 102}, {@code 102.0}, {@code 1e2}: three different ones. */
  record Numeral(String written) implements JsonMember {}

  /** {@code [101, 103]}. */
  record Listing(List<JsonMember> elements) implements JsonMember {}

  /** {@code null}. */
  record Nothing() implements JsonMember {}

  /** {@code true}, {@code false}, an object, or a list within a list. */
  record Other() implements JsonMember {}
}
