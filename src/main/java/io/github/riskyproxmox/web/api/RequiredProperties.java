package io.github.riskyproxmox.web.api;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Used at build time only: in {@code openapi.json} every property is required, unless the record
 * itself says which are. An answer always has all of its properties; an empty one is null.
 */
public final class RequiredProperties implements OASFilter {
  @Override
  public Schema filterSchema(Schema schema) {
    if (schema.getProperties() != null && schema.getRequired() == null) {
      schema.setRequired(List.copyOf(schema.getProperties().keySet()));
    }
    return schema;
  }
}
