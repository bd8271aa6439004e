package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether a request is let in, before anything of its body is read. */
final class RequestAdmission {
  /** The most bytes of a form; a click on the page sends a few hundred. */
  private static final int LARGEST_FORM = 64 * 1024;

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final HostRule hosts;

  RequestAdmission(HostRule hosts) {
    this.hosts = hosts;
  }

  /** Why it is not let in, or empty. Sets the headers that belong to the refusal. */
  Optional<Refusal> refusal(HttpServletRequest request, HttpServletResponse response) {
    String path = Paths.of(request);
    List<Optional<Authority>> names = Forwarded.hosts(request);
    if (names.stream().anyMatch(Optional::isEmpty)) {
      return Optional.of(Refusal.NO_HOST);
    }
    List<Authority> own = names.stream().flatMap(Optional::stream).toList();
    Optional<Authority> wrong = own.stream().filter(host -> !hosts.allows(host)).findFirst();
    if (wrong.isPresent()) {
      return wrong.map(host -> Refusal.host(host.host(), hosts.settingFor(host)));
    }
    if (Paths.isClosed(path)) {
      return Optional.of(Refusal.of(404));
    }
    List<String> methods = Paths.methods(path);
    if (!methods.contains(request.getMethod())) {
      response.setHeader("Allow", String.join(", ", methods));
      return Optional.of(Refusal.METHOD);
    }
    if (isRead(request)) {
      return Optional.empty();
    }
    Optional<String> foreign = foreign(request, own);
    return foreign.isPresent() ? foreign.map(Refusal::foreignOrigin) : body(request, path);
  }

  /** Whether it changes nothing; any page may send such a request. */
  static boolean isRead(HttpServletRequest request) {
    return READS.contains(request.getMethod());
  }

  /** Why it may change nothing; empty if our own page or a program sent it. */
  private static Optional<String> foreign(HttpServletRequest request, List<Authority> own) {
    return OriginRule.fault(
        Collections.list(request.getHeaders("Origin")),
        Collections.list(request.getHeaders("Sec-Fetch-Site")),
        Forwarded.scheme(request),
        own);
  }

  private static Optional<Refusal> body(HttpServletRequest request, String path) {
    if (Paths.isApi(path)) {
      // JAX-RS would accept */* and application/* too.
      return Optional.ofNullable(request.getContentType())
          .filter(type -> request.getMethod().equals("POST") && !MediaTypes.isJson(type))
          .map(type -> Refusal.NOT_JSON);
    }
    boolean form =
        Optional.ofNullable(request.getContentType()).map(MediaTypes::isForm).orElse(true);
    if (!form) {
      // The server would parse a multipart form itself and fail if it is malformed.
      return Optional.of(Refusal.NOT_FORM);
    }
    // HTTP/2 needs no Content-Length, but the launcher's server does not speak it.
    if (request.getContentLengthLong() < 0) {
      return Optional.of(Refusal.NO_LENGTH);
    }
    return request.getContentLengthLong() > LARGEST_FORM
        ? Optional.of(Refusal.of(413))
        : Optional.empty();
  }
}
