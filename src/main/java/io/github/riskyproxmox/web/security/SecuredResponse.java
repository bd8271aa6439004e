package io.github.riskyproxmox.web.security;

import io.github.riskyproxmox.config.FrameAncestors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response with our own error messages and only one content policy. Nothing can shorten the
 * caching of an immutable asset.
 */
final class SecuredResponse extends HttpServletResponseWrapper {
  private final FrameAncestors ancestors;
  private final String home;
  private final boolean api;
  private final boolean immutable;

  /** Sets the headers too. */
  SecuredResponse(
      HttpServletRequest request, HttpServletResponse response, FrameAncestors ancestors) {
    super(response);
    String caching = Paths.caching(request);
    this.ancestors = ancestors;
    this.home = request.getContextPath() + "/";
    this.api = Paths.isApi(Paths.of(request));
    this.immutable = caching.equals(AnswerHeaders.IMMUTABLE);
    AnswerHeaders.set(response, caching, ancestors);
  }

  @Override
  public void sendError(int status) throws IOException {
    refuse(Refusal.of(status));
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    // The container's message may disclose internals; ours does not.
    refuse(Refusal.of(status));
  }

  @Override
  public void setStatus(int status) {
    super.setStatus(status);
    if (status >= 400 && immutable) {
      // It is no asset but a message.
      AnswerHeaders.set((HttpServletResponse) getResponse(), AnswerHeaders.NEVER, ancestors);
    } else if (status >= 400) {
      super.setHeader(AnswerHeaders.CACHE, AnswerHeaders.NEVER);
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (name.equalsIgnoreCase(AnswerHeaders.CSP)) {
      super.setHeader(name, AnswerHeaders.policy(value, ancestors));
    } else if (!immutable || !name.equalsIgnoreCase(AnswerHeaders.CACHE)) {
      // Faces would cache every asset for a week.
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    // PrimeFaces adds a second policy and Faces a second Cache-Control: both would apply.
    if (name.equalsIgnoreCase(AnswerHeaders.CSP) || name.equalsIgnoreCase(AnswerHeaders.CACHE)) {
      setHeader(name, value);
    } else {
      super.addHeader(name, value);
    }
  }

  /** Answers with this refusal, unless an answer has been sent already. */
  void refuse(Refusal refusal) throws IOException {
    if (!isCommitted()) {
      resetBuffer();
      RefusalWriter.write(refusal, api, home, this);
    }
  }
}
