package io.github.riskyproxmox.web.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the body of {@code POST /api/host-shutdown}; {@link RequestFields} reads it. */
@Schema(name = "HostShutdownRequest", additionalProperties = Schema.False.class)
record HostShutdownBody(
    @Schema(
            description =
                "How to stop the VMs that run: shutdown, hibernate, terminate, or cancel to do"
                    + " nothing. Without it the answer asks for one.",
            examples = "shutdown")
        Optional<String> action,
    @Schema(
            type = SchemaType.OBJECT,
            nullable = true,
            description = "How to stop single VMs, by vmid; it goes before `action`.",
            examples = "{\"101\": \"shutdown\", \"103\": \"hibernate\"}")
        Map<String, String> actions,
    @Schema(
            description = "The node to shut down. Needed where the agent works on more than one.",
            examples = "pve")
        Optional<String> node) {
  /** The names of its fields. */
  static final List<String> FIELDS =
      List.of(RequestFields.ACTION, RequestFields.ACTIONS, RequestFields.NODE);
}
