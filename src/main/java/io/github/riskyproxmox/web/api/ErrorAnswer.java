package io.github.riskyproxmox.web.api;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What went wrong.
 *
 * @param status always {@code error}
 * @param error one word for programs
 * @param message one sentence for people
 */
@JsonbPropertyOrder({"status", "error", "message"})
public record ErrorAnswer(String status, String error, String message) {

  /** The response with that status. */
  public static Response response(int httpStatus, String error, String message) {
    return Response.status(httpStatus)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new ErrorAnswer("error", error, message))
        .build();
  }
}
