package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What belongs to which path: methods, caching, format of errors. */
final class Paths {
  private static final String ASSETS = "/jakarta.faces.resource/";
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-].*");
  private static final Pattern VERSION = Pattern.compile("(?:^|&)v=");
  private static final Set<String> PAGE = Set.of("", "/", "/index.xhtml");
  private static final List<String> READ_METHODS = List.of("GET", "HEAD");
  private static final List<String> PAGE_METHODS = List.of("GET", "HEAD", "POST");
  private static final List<String> API_METHODS = List.of("GET", "HEAD", "POST", "DELETE");

  private Paths() {}

  /** Whether the path belongs to the API, whose errors are JSON. */
  static boolean isApi(String path) {
    return path.equals("/api") || path.startsWith("/api/");
  }

  /** Whether a GET there may depend on query parameters. */
  static boolean takesParameters(String path) {
    return isApi(path) || path.startsWith(ASSETS);
  }

  /** The Cache-Control value: assets with a version in their address never change. */
  static String caching(HttpServletRequest request) {
    String path = of(request);
    if (path.startsWith(ASSETS)) {
      return isVersioned(request) ? AnswerHeaders.IMMUTABLE : AnswerHeaders.REVALIDATE;
    }
    return path.startsWith("/icons/") || path.equals("/app.webmanifest")
        ? AnswerHeaders.REVALIDATE
        : AnswerHeaders.NEVER;
  }

  /** Reads the query string only: getParameter would read the body before it is admitted. */
  private static boolean isVersioned(HttpServletRequest request) {
    return Optional.ofNullable(request.getQueryString())
        .filter(query -> VERSION.matcher(query).find())
        .isPresent();
  }

  /** The allowed methods. */
  static List<String> methods(String path) {
    if (isApi(path)) {
      return API_METHODS;
    }
    return PAGE.contains(path) ? PAGE_METHODS : READ_METHODS;
  }

  /**
   * Whether the path is closed because the container would disclose internals there, or fail: Faces
   * fails for an asset without a name.
   */
  static boolean isClosed(String path) {
    return path.equals("/metrics")
        || path.startsWith("/metrics/")
        || path.endsWith("application.wadl")
        || (path.startsWith(ASSETS) && !ASSET.matcher(path.substring(ASSETS.length())).matches());
  }

  /** The path as the container matches it: decoded, without parameters. */
  static String of(HttpServletRequest request) {
    return request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
  }
}
