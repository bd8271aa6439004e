package io.github.riskyproxmox.web.api;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * How records are sent: names in snake_case, nulls included, no spaces, times in milliseconds,
 * braces only around objects.
 *
 * <p>A filter that makes text of each answer. Not a {@code MessageBodyWriter}: Payara's own is as
 * good a match, and which of the two is used differs from start to start. Not the usual {@code
 * ContextResolver<Jsonb>} either: Payara's JaxRSJsonContextResolver fills its list of resolvers
 * during the first requests without a lock, so that one in some thousand failed with a
 * ConcurrentModificationException (7.2026.11 still does that).
 */
@Provider
public class JsonFormat implements ContainerResponseFilter {
  private static final Jsonb JSONB =
      JsonbBuilder.create(
          new JsonbConfig()
              .withNullValues(true)
              .withAdapters(new Timestamps())
              .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES));

  /**
   * A record as JSON. Braces inside strings are escaped, because some clients search the text for
   * braces to find the VMs (the Haiku client of the Rust program).
   */
  public static String write(Object value) {
    String json = JSONB.toJson(value);
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    boolean string = false;
    for (int at = 0; at < json.length(); at++) {
      char next = json.charAt(at);
      if (next == '"') {
        string = !string;
      }
      if (string && (next == '{' || next == '}')) {
        escaped.append(next == '{' ? "\\u007b" : "\\u007d");
      } else {
        escaped.append(next);
      }
      if (next == '\\') {
        at++;
        escaped.append(json.charAt(at));
      }
    }
    return escaped.toString();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Object answer = response.getEntity();
    if (answer != null && !(answer instanceof String)) {
      response.setEntity(
          write(answer), response.getEntityAnnotations(), MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
