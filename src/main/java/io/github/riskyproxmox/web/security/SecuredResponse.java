package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response whose errors are ours to word, that has one content policy only, and whose caching
 * nobody but us decides where it is for ever.
 */
final class SecuredResponse extends HttpServletResponseWrapper {
  private final boolean api;
  private final boolean cachedForEver;

  SecuredResponse(HttpServletResponse response, boolean api, boolean cachedForEver) {
    super(response);
    this.api = api;
    this.cachedForEver = cachedForEver;
  }

  @Override
  public void sendError(int status) throws IOException {
    refuse(Refusal.of(status));
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    // The container's message may tell of the inside; ours does not.
    refuse(Refusal.of(status));
  }

  @Override
  public void setStatus(int status) {
    super.setStatus(status);
    if (status >= 400) {
      super.setHeader(AnswerHeaders.CACHE, AnswerHeaders.NEVER);
    }
  }

  @Override
  public void setHeader(String name, String value) {
    // Faces keeps assets for a week, whatever their address says.
    if (!cachedForEver || !name.equalsIgnoreCase(AnswerHeaders.CACHE)) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    // PrimeFaces adds its policy, and Faces its caching: two of either would both apply.
    if (name.equalsIgnoreCase(AnswerHeaders.CSP) || name.equalsIgnoreCase(AnswerHeaders.CACHE)) {
      setHeader(name, value);
    } else {
      super.addHeader(name, value);
    }
  }

  /** Answers with that and nothing else, if nothing has been sent yet. */
  void refuse(Refusal refusal) throws IOException {
    if (!isCommitted()) {
      resetBuffer();
      RefusalWriter.write(refusal, api, this);
    }
  }
}
