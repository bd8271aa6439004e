package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GET or HEAD without parameters. Faces takes every request with a view state for a click, even a
 * GET, which any page may send. Our own page needs no parameters.
 */
final class RequestWithoutParameters extends SecuredRequest {
  RequestWithoutParameters(HttpServletRequest request) {
    super(request);
  }

  /** Hides the header that marks a partial Faces request: only clicks need it. */
  @Override
  public @Nullable String getHeader(String name) {
    return name.equalsIgnoreCase("Faces-Request") ? null : super.getHeader(name);
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public @Nullable String getParameter(String name) {
    return null;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return null;
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Map.of();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.emptyEnumeration();
  }
}
