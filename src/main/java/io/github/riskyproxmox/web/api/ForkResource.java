package io.github.riskyproxmox.web.api;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /api/fork}: the Rust program of the same name clones a VM there. */
@Path("fork")
public class ForkResource {
  /** Says where to clone a VM. Does not read the body. */
  @POST
  @Operation(
      operationId = "fork",
      summary = "Not implemented: this agent does not clone VMs. The message says where to do it.")
  @APIResponse(
      responseCode = "501",
      description = "Always.",
      content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
  public Response fork() {
    return ErrorAnswer.response(
        501,
        "not_implemented",
        "This agent does not clone VMs. Clone it in Proxmox: on the VM's page by More > Clone, or on"
            + " its node by qm clone.");
  }
}
