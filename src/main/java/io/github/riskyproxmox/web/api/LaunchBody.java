package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/launch}. */
@Schema(name = "LaunchRequest", additionalProperties = Schema.False.class)
record LaunchBody(
    @Schema(
            type = SchemaType.INTEGER,
            required = true,
            minimum = "100",
            maximum = "999999999",
            description = "The VM to start. The same digits in quotes are accepted too.",
            examples = "102")
        VmId vmid,
    @Schema(
            description =
                "How to stop what is in the way: shutdown, hibernate, terminate, or cancel to do"
                    + " nothing. Without it the answer asks for one, unless all VMs in the way are"
                    + " tagged easy-kill.",
            examples = "shutdown")
        Optional<String> action,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = Integer.class,
            nullable = true,
            description =
                "The vmids that the client saw in the way. If other VMs are in the way by now, the"
                    + " answer asks again.")
        Optional<Set<VmId>> running,
    @Schema(
            type = SchemaType.STRING,
            nullable = true,
            enumeration = {"reset", "restart"},
            description =
                "How to bring the VM back if it has crashed: reset it, or switch it off and start it"
                    + " again. Without it the answer asks for one. Ignored if it has not crashed.")
        Optional<Recovery> recovery) {}
