package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.EPOCH.plusSeconds(1_000);
  private final RefusalLog log = new RefusalLog(() -> now, lines::add);

  @Test
  void aRefusalIsLoggedInOneLine() {
    log.note(request("POST", Map.of("Host", "localhost", "Origin", "http://evil.example")), 403);

    assertEquals(
        List.of(
            "Refused with 403: POST /api/launch by 10.0.0.7, Host \"localhost\", Origin"
                + " \"http://evil.example\"."),
        lines);
  }

  @Test
  void readsAndAcceptedRequestsAreNotLogged() {
    log.note(request("GET", Map.of()), 421);
    log.note(request("POST", Map.of()), 202);
    log.note(request("POST", Map.of()), 409);

    assertEquals(List.of(), lines);
  }

  @Test
  void longHeadersAreShortened() {
    String origin = "http://a\u001B[2J\u202E\u2028" + "x".repeat(5_000);
    log.note(request("POST", Map.of("Origin", origin)), 403);

    assertTrue(lines.get(0).contains("\"http://a?[2J??xxx"), lines.get(0));
    assertTrue(lines.get(0).endsWith("xxx...\"."), lines.get(0));
    assertTrue(lines.get(0).length() < 250, lines.get(0));
  }

  @Test
  void aFloodIsTenLinesAMinuteAndACount() {
    for (int count = 0; count < 500; count++) {
      log.note(request("DELETE", Map.of()), 421);
    }
    assertEquals(10, lines.size());

    now = now.plusSeconds(60);
    log.note(request("DELETE", Map.of()), 421);
    assertEquals(11, lines.size());
    assertTrue(lines.get(10).endsWith("(490 more refusals were not logged)"), lines.get(10));

    log.note(request("DELETE", Map.of()), 421);
    assertTrue(lines.get(11).endsWith("Origin none."), lines.get(11));
  }

  /** A request to the API with this method and these headers. */
  private static HttpServletRequest request(String method, Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RefusalLogTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getRequestURI" -> "/api/launch";
                  case "getRemoteAddr" -> "10.0.0.7";
                  case "getHeaders" ->
                      Collections.enumeration(
                          headers.containsKey((String) arguments[0])
                              ? List.of(headers.get((String) arguments[0]))
                              : List.of());
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
