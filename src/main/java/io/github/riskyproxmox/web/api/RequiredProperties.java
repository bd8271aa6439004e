package io.github.riskyproxmox.web.api;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Used at build time only: in {@code openapi.json} every property is required, unless the record
 * itself says which are. An answer always has all of its properties; an empty one is null. A
 * request, which refuses additional properties, needs only those that it names.
 */
public final class RequiredProperties implements OASFilter {
  @Override
  public Schema filterSchema(Schema schema) {
    boolean request = schema.getAdditionalPropertiesBoolean() != null;
    if (schema.getProperties() != null && schema.getRequired() == null && !request) {
      schema.setRequired(List.copyOf(schema.getProperties().keySet()));
    }
    return schema;
  }
}
