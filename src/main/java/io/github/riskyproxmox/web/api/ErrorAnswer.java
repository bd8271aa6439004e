package io.github.riskyproxmox.web.api;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a request that failed. */
@Schema(name = "Error", description = "What went wrong, for programs and for people.")
@JsonbPropertyOrder({"status", "error", "message"})
public record ErrorAnswer(
    @Schema(enumeration = "error") String status,
    @Schema(description = "One word for programs.", examples = "unknown_vm") String error,
    @Schema(description = "One sentence for people.") String message) {

  /** The response with this status. */
  public static Response response(int httpStatus, String error, String message) {
    return Response.status(httpStatus)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new ErrorAnswer("error", error, message))
        .build();
  }
}
