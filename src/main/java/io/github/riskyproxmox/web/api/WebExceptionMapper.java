package io.github.riskyproxmox.web.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers what JAX-RS itself refuses in JSON, like everything under /api. */
@Provider
public class WebExceptionMapper implements ExceptionMapper<WebApplicationException> {
  /** Relative, because of BASE_PATH. */
  private static final String DESCRIPTION = "The API is described at openapi, beside api.";

  @Override
  public Response toResponse(WebApplicationException fault) {
    Response original = fault.getResponse();
    Response answer =
        switch (original.getStatus()) {
          case 404 ->
              ErrorAnswer.response(404, "not_found", "There is nothing here. " + DESCRIPTION);
          case 405 ->
              ErrorAnswer.response(
                  405, "method_not_allowed", "This address does not take that method.");
          case 406 ->
              ErrorAnswer.response(
                  406, "not_acceptable", "The API answers in application/json only.");
          case 415 ->
              ErrorAnswer.response(
                  415,
                  "unsupported_media_type",
                  "Send the body as Content-Type: application/json.");
          default ->
              ErrorAnswer.response(
                  original.getStatus(),
                  "malformed",
                  "The request could not be understood. " + DESCRIPTION);
        };
    String allowed = original.getHeaderString(HttpHeaders.ALLOW);
    return allowed == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, withoutOptions(allowed)).build();
  }

  /** JAX-RS would answer OPTIONS too, but the security filter refuses it. */
  private static String withoutOptions(String allowed) {
    return Stream.of(allowed.split(",\\s*"))
        .filter(method -> !method.equals("OPTIONS"))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
