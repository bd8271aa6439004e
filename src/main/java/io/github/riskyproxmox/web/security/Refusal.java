package io.github.riskyproxmox.web.security;

import java.util.Optional;

/**
 * An error answer.
 *
 * @param status the HTTP status
 * @param error one word for programs
 * @param title a few words for people
 * @param message one sentence for people
 */
record Refusal(int status, String error, String title, String message) {
  static final Refusal NO_HOST =
      new Refusal(
          400,
          "malformed",
          "Which host?",
          "The request must carry exactly one Host header, with a name or an address;"
              + " X-Forwarded-Host, if a proxy sends it, must hold the like.");

  static final Refusal METHOD =
      new Refusal(
          405,
          "method_not_allowed",
          "Not with that method",
          "This address does not take that method.");

  static final Refusal NO_LENGTH =
      new Refusal(
          411, "length_required", "How long?", "The request must carry a Content-Length header.");

  static final Refusal SLOW_BODY =
      new Refusal(408, "timeout", "Too slow", "The request's body did not arrive in time.");

  static final Refusal NO_FORM =
      new Refusal(
          408,
          "timeout",
          "No form",
          "The form did not arrive in time, or it has no readable fields.");

  static final Refusal NOT_JSON =
      new Refusal(
          415,
          "unsupported_media_type",
          "Not in that format",
          "Send the body as Content-Type: application/json.");

  static final Refusal NOT_FORM =
      new Refusal(
          415,
          "unsupported_media_type",
          "Not in that format",
          "Send the body as Content-Type: application/x-www-form-urlencoded.");

  static final Refusal TOO_MANY_BODIES =
      new Refusal(
          429,
          "too_many_requests",
          "Too many at once",
          "Too many requests with a body at once; try again in a few seconds.");

  private static final String SEE_LOG = "Something went wrong inside the agent; its log says what.";

  /**
   * The agent does not answer under this host.
   *
   * @param setting the line that allows it; three dots stand for the names that are there already
   */
  static Refusal host(String host, Optional<String> setting) {
    String cure =
        setting
            .map(
                line ->
                    (" If it is yours, write the line %s into the agent's settings%s and start the"
                            + " agent again; or use the machine's address.")
                        .formatted(
                            line,
                            line.contains("=...")
                                ? " (... are the names that are there already)"
                                : ""))
            .orElse(" ALLOWED_HOSTS cannot allow it either; use the machine's address.");
    return new Refusal(
        421,
        "wrong_host",
        "Not under that name",
        "This agent does not answer to the name \"%s\".%s".formatted(host, cure));
  }

  /**
   * A page of another origin asks for a change.
   *
   * @param what how that was recognized, and what to do if it is our own page
   */
  static Refusal foreignOrigin(String what) {
    return new Refusal(
        403,
        "foreign_origin",
        "Another page asked",
        "The request was sent by a page of another origin; only this agent's own page, and"
            + " programs that are no browsers, may change anything. "
            + what);
  }

  /** The answer to a status that the container or a servlet has set. */
  static Refusal of(int status) {
    return switch (status) {
      case 400 ->
          new Refusal(400, "malformed", "Not understood", "The request could not be understood.");
      case 404 ->
          new Refusal(404, "not_found", "Nothing here", "There is nothing at this address.");
      case 405 -> METHOD;
      case 413 -> new Refusal(413, "too_large", "Too much", "The request is too large.");
      case 408 -> SLOW_BODY;
      case 503 ->
          new Refusal(
              503, "unavailable", "Not now", "The agent is starting or stopping; try again.");
      default ->
          status >= 500
              ? new Refusal(status, "internal", "Something went wrong", SEE_LOG)
              : new Refusal(status, "refused", "Not possible", "The request was refused.");
    };
  }
}
