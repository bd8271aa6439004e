package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Reads a request's body before anybody else sees the request, within limits. */
final class BodyReader {
  /** A postback of the page has a few hundred bytes. The API has a lower limit of its own. */
  static final int LARGEST = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final RequestLimiter limiter = new RequestLimiter();

  /**
   * What came.
   *
   * @param refusal why it is not taken; empty if it is
   * @param bytes the body
   */
  record Body(Optional<Refusal> refusal, byte[] bytes) {
    private static Body refused(Refusal refusal) {
      return new Body(Optional.of(refusal), NOTHING);
    }
  }

  /** Waits for all of it; until then it holds a thread, which is why there is a turnstile. */
  Body read(HttpServletRequest request) {
    String client = Forwarded.client(request);
    if (!limiter.enter(client)) {
      return Body.refused(Refusal.TOO_MANY_BODIES);
    }
    try {
      byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? Body.refused(Refusal.of(413))
          : new Body(Optional.empty(), bytes);
    } catch (IOException neverCame) {
      return Body.refused(Refusal.SLOW_BODY);
    } finally {
      limiter.leave(client);
    }
  }
}
