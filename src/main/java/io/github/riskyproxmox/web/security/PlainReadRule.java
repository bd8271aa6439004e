package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A read that says nothing but its address. Faces takes whatever carries a view state for a click
 * on the page, a GET as well, and GETs come from any page; the page itself asks with no parameters.
 */
final class PlainReadRule extends SecuredRequest {
  PlainReadRule(HttpServletRequest request) {
    super(request);
  }

  /** Without the header by which a script asks for parts of the page: only clicks have those. */
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
