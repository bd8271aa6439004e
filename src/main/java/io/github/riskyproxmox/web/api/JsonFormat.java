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
 * How records are sent: names in snake_case, nulls included, no spaces, times in milliseconds.
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

  /** A record as JSON. */
  public static String write(Object value) {
    return JSONB.toJson(value);
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
