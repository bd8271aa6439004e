package io.github.riskyproxmox.web.api;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the body of {@code POST /api/stop}; {@link RequestFields} reads it. */
@Schema(name = "StopRequest", additionalProperties = Schema.False.class)
record StopBody(
    @Schema(
            type = SchemaType.INTEGER,
            required = true,
            minimum = "100",
            maximum = "999999999",
            description = "The VM to stop.",
            examples = "101")
        int vmid,
    @Schema(
            description =
                "How to stop it: shutdown, hibernate, terminate, or cancel to do nothing. Without it"
                    + " the answer asks for one, unless the VM is tagged easy-kill.",
            examples = "shutdown")
        Optional<String> action,
    @Schema(
            enumeration = "start",
            description = "start: the VM is started again when it has stopped.")
        Optional<String> then) {
  /** The names of its fields. */
  static final List<String> FIELDS =
      List.of(RequestFields.VMID, RequestFields.ACTION, RequestFields.THEN);
}
