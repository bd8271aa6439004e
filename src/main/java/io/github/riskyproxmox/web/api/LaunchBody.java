package io.github.riskyproxmox.web.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the body of {@code POST /api/launch}; {@link RequestFields} reads it. */
@Schema(name = "LaunchRequest", additionalProperties = Schema.False.class)
record LaunchBody(
    @Schema(
            type = SchemaType.INTEGER,
            required = true,
            minimum = "100",
            maximum = "999999999",
            description = "The VM to start. The same digits in quotes are accepted too.",
            examples = "102")
        int vmid,
    @Schema(
            description =
                "How to stop what is in the way: shutdown, hibernate, terminate, or cancel to do"
                    + " nothing. Without it the answer asks for one, unless all VMs in the way are"
                    + " tagged easy-kill.",
            examples = "shutdown")
        Optional<String> action,
    @Schema(
            type = SchemaType.OBJECT,
            nullable = true,
            description = "How to stop single VMs in the way, by vmid; it goes before `action`.",
            examples = "{\"101\": \"shutdown\", \"103\": \"hibernate\"}")
        Map<String, String> actions,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = Integer.class,
            nullable = true,
            description =
                "The vmids that the client saw in the way. If other VMs are in the way by now, the"
                    + " answer asks again.")
        Optional<Set<Integer>> running,
    @Schema(
            type = SchemaType.STRING,
            nullable = true,
            enumeration = {"reset", "restart"},
            description =
                "How to bring the VM back if it has crashed: reset it, or switch it off and start it"
                    + " again. Without it the answer asks for one. Ignored if it has not crashed.")
        Optional<String> recovery) {
  /** The names of its fields. */
  static final List<String> FIELDS =
      List.of(
          RequestFields.VMID,
          RequestFields.ACTION,
          RequestFields.ACTIONS,
          RequestFields.RUNNING,
          RequestFields.RECOVERY);
}
