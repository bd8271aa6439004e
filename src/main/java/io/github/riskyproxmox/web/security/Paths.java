package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which side of the house an address belongs to. */
final class Paths {
  private static final String ASSETS = "/jakarta.faces.resource/";
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-].*");
  private static final Pattern VERSION = Pattern.compile("(?:^|&)v=");
  private static final Set<String> PAGE = Set.of("", "/", "/index.xhtml");
  private static final List<String> READS = List.of("GET", "HEAD");
  private static final List<String> PAGE_METHODS = List.of("GET", "HEAD", "POST");
  private static final List<String> API_METHODS = List.of("GET", "HEAD", "POST", "DELETE");

  private Paths() {}

  /** Whether programs are answered there. */
  static boolean isApi(String path) {
    return path.equals("/api") || path.startsWith("/api/");
  }

  /** Whether what is asked for there may depend on parameters even where it is only read. */
  static boolean takesQuestions(String path) {
    return isApi(path) || path.startsWith(ASSETS);
  }

  /** How long what is there may be kept: assets that carry their version never change. */
  static String caching(HttpServletRequest request) {
    String path = of(request);
    if (path.startsWith(ASSETS)) {
      return isVersioned(request) ? AnswerHeaders.FOR_EVER : AnswerHeaders.ASK;
    }
    return path.startsWith("/icons/") || path.equals("/app.webmanifest")
        ? AnswerHeaders.ASK
        : AnswerHeaders.NEVER;
  }

  /**
   * Looked for in the address: a parameter might stand in the body, which nobody has judged yet.
   */
  private static boolean isVersioned(HttpServletRequest request) {
    return Optional.ofNullable(request.getQueryString())
        .filter(query -> VERSION.matcher(query).find())
        .isPresent();
  }

  /** Which methods are used there. */
  static List<String> methods(String path) {
    if (isApi(path)) {
      return API_METHODS;
    }
    return PAGE.contains(path) ? PAGE_METHODS : READS;
  }

  /**
   * Whether the container would answer there with things that are nobody's business, or fail: Faces
   * does at an asset without a name.
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
