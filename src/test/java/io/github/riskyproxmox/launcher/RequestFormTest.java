package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormTest {
  private static final Optional<String> HOME = Optional.of("localhost");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.xhtml",
        "/api/launch;a=b",
        "/a%20b",
        "/%C3%BC",
        "/a/../b",
        "/a%2Fb",
        "//",
        "*",
        "/..;/WEB-INF/web.xml",
        "/~{}|^[]\"<>`",
      })
  void whatABrowserOrAProgramAsksForPasses(String path) {
    assertEquals(Optional.empty(), RequestForm.fault("GET", HOME, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "/%",
        "/%2",
        "/%zz",
        "/%u002e",
        "/%00",
        "/%0a",
        "/%7f",
        "/a\\b",
        "/%5c",
        "/%ff",
        "/%c0%af",
        "/\u00fc",
        "/a\u0001b",
        "/a b",
        "/..",
        "/a/../../b",
        "/%2e%2e%2fx",
      })
  void whatTheServerStumblesOverDoesNot(String path) {
    assertTrue(RequestForm.fault("GET", HOME, path).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:", "a:80", "a:65535", "a.b.", "10.0.0.1:1", "[::1]", "[::1]:80"})
  void aNameOrAnAddressIsAHost(String host) {
    assertEquals(Optional.empty(), RequestForm.fault("GET", Optional.of(host), "/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "a:b",
        "a:-1",
        "a:8x",
        "a:65536",
        "a:999999",
        "u:p@localhost",
        "[::1",
        "[::1]x",
        "a b",
        "<script>",
      })
  void anythingElseIsNone(String host) {
    assertTrue(RequestForm.fault("GET", Optional.of(host), "/").isPresent());
  }

  @Test
  void aLongAddressIsLookedAtWithoutDepth() {
    assertEquals(Optional.empty(), RequestForm.fault("GET", HOME, "/" + "a%20/".repeat(20_000)));
  }

  @Test
  void noHostIsForTheGuardToRefuse() {
    assertEquals(Optional.empty(), RequestForm.fault("GET", Optional.empty(), "/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRI", "CONNECT"})
  void otherProtocolsAreNamed(String method) {
    assertTrue(RequestForm.fault(method, HOME, "*").orElse("").contains("HTTP/1.1"));
  }
}
