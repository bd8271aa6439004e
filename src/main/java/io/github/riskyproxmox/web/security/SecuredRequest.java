package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request that ignores malformed dates in its headers, as RFC 9110 §13.1.3 demands. */
class SecuredRequest extends HttpServletRequestWrapper {
  private static final long NO_DATE = -1;

  SecuredRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public long getDateHeader(String name) {
    try {
      return super.getDateHeader(name);
    } catch (IllegalArgumentException noDate) {
      return NO_DATE;
    }
  }
}
