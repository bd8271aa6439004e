package io.github.riskyproxmox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a request may come in at all. */
final class RequestAdmission {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final HostRule hosts;

  RequestAdmission(HostRule hosts) {
    this.hosts = hosts;
  }

  /** Why not; empty if it may. Headers that belong to the refusal are set. */
  Optional<Refusal> refusal(HttpServletRequest request, HttpServletResponse response) {
    String path = Paths.of(request);
    List<String> names = Collections.list(request.getHeaders("Host"));
    Optional<Authority> host = names.size() == 1 ? Authority.parse(names.get(0)) : Optional.empty();
    if (host.isEmpty()) {
      return Optional.of(Refusal.NO_HOST);
    }
    if (!hosts.allows(host.get())) {
      return Optional.of(Refusal.host(host.get().host()));
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
    Optional<String> foreign = foreign(request, host.get());
    return foreign.isPresent() ? foreign.map(Refusal::foreignOrigin) : body(request, path);
  }

  /** Whether it is of the kind that changes nothing, and that every page may send. */
  static boolean isRead(HttpServletRequest request) {
    return READS.contains(request.getMethod());
  }

  /** Why it may change nothing; empty if our own page sent it, or a program. */
  private static Optional<String> foreign(HttpServletRequest request, Authority host) {
    return OriginRule.fault(
        Collections.list(request.getHeaders("Origin")),
        Collections.list(request.getHeaders("Sec-Fetch-Site")),
        Forwarded.scheme(request),
        host);
  }

  private static Optional<Refusal> body(HttpServletRequest request, String path) {
    if (Paths.isApi(path)) {
      // JAX-RS would take */* and application/* as well.
      return Optional.ofNullable(request.getContentType())
          .filter(type -> request.getMethod().equals("POST") && !MediaTypes.isJson(type))
          .map(type -> Refusal.NOT_JSON);
    }
    boolean form =
        Optional.ofNullable(request.getContentType()).map(MediaTypes::isForm).orElse(true);
    if (!form) {
      // The server would take a form in parts apart itself, and fail at one that is malformed.
      return Optional.of(Refusal.NOT_FORM);
    }
    // Over HTTP/2, which the launcher's server does not speak, nothing need be said of the length.
    if (request.getContentLengthLong() < 0) {
      return Optional.of(Refusal.NO_LENGTH);
    }
    return request.getContentLengthLong() > BodyReader.LARGEST
        ? Optional.of(Refusal.of(413))
        : Optional.empty();
  }
}
