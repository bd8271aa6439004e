package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Map;

/**
 * PVE refuses a call. The message becomes the reason phrase, and in newer versions is also in the
 * body.
 */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Map<String, String> errors;
  private final transient Duration takes;

  private ApiError(int status, String message, Map<String, String> errors) {
    this(status, message, errors, Duration.ZERO);
  }

  private ApiError(int status, String message, Map<String, String> errors, Duration takes) {
    super(message, null, false, false);
    this.status = status;
    this.errors = Map.copyOf(errors);
    this.takes = takes;
  }

  /** 500: a handler failed with that message. */
  static ApiError refused(String sentence) {
    return new ApiError(500, sentence, Map.of());
  }

  /** 500 after that time: a handler waited in vain. */
  static ApiError refusedAfter(Duration takes, String sentence) {
    return new ApiError(500, sentence, Map.of(), takes);
  }

  /** 400, with one message per parameter. */
  static ApiError parameters(Map<String, String> errors) {
    return new ApiError(400, "Parameter verification failed.", errors);
  }

  /** 403, naming the path and the privilege. */
  static ApiError forbidden(String path, String privilege) {
    return new ApiError(403, "Permission check failed (" + path + ", " + privilege + ")", Map.of());
  }

  /** 501: no such path, or not with this method. */
  static ApiError notImplemented(String method, String path) {
    return new ApiError(501, "Method '" + method + " " + path + "' not implemented", Map.of());
  }

  int status() {
    return status;
  }

  Map<String, String> errors() {
    return errors;
  }

  /** How long PVE takes to refuse the call. */
  Duration takes() {
    return takes;
  }
}
