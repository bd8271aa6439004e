package io.github.riskyproxmox.web.api;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * How records are sent: names in snake_case, nulls included, no spaces, times in milliseconds.
 *
 * <p>A writer, and not the usual {@code ContextResolver<Jsonb>}: Payara's JaxRSJsonContextResolver
 * fills its list of resolvers during the first requests without a lock, so that one in some
 * thousand failed with a ConcurrentModificationException (7.2026.11 still does that).
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class JsonFormat implements MessageBodyWriter<Object> {
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
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return !CharSequence.class.isAssignableFrom(type) && !type.isArray();
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream stream)
      throws IOException {
    stream.write(write(value).getBytes(StandardCharsets.UTF_8));
  }
}
