package io.github.riskyproxmox.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.servers.Server;

/**
 * Everything below {@code /api}. The build makes {@code openapi.json} of the annotations here, on
 * the resources and on the records (see pom.xml).
 */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "risky-proxmox-agent",
            version = "1",
            description =
                "Switches the one running VM of a Proxmox VE server. There is one launch at a time;"
                    + " a launch that was accepted goes on by itself. Every answer below /api is"
                    + " JSON, errors included."),
    servers = @Server(url = "/"),
    components =
        @Components(
            headers =
                @Header(
                    name = "Age",
                    description =
                        "Seconds since the oldest part of the data was read from Proxmox.",
                    schema = @Schema(implementation = Integer.class)),
            responses = {
              @APIResponse(
                  name = "Malformed",
                  description = "Malformed, a wrong type, an unknown action or an unknown field.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "UnknownVm",
                  description = "The token sees no such VM.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "BodyTimeout",
                  description = "The body did not arrive in time.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "BodyTooLarge",
                  description = "The body is larger than 16 kB.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "NotJson",
                  description = "The body is not application/json.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "TooManyRequests",
                  description =
                      "This client sends too many requests at once; ask again in a few seconds.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "ProxmoxRefused",
                  description = "Proxmox refused, or its answer was not understood.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "ProxmoxUnreachable",
                  description = "Proxmox does not answer.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class))),
              @APIResponse(
                  name = "ForeignOrigin",
                  description = "The request was sent by a page of another origin.",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = ErrorAnswer.class)))
            }))
public class ApiApplication extends Application {
  @Override
  public Map<String, Object> getProperties() {
    // Jersey would publish a second description, in WADL, with wrong addresses.
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
