package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A dash means that the header is missing; a bar separates repeated headers, and the Host header
 * from those of X-Forwarded-Host.
 */
class OriginRuleTest {

  @ParameterizedTest
  @CsvSource({
    // Programs other than browsers.
    "-, -, http, localhost:8080",
    // Our own page.
    "http://localhost:8080, same-origin, http, localhost:8080",
    "http://localhost:8080, -, http, localhost:8080",
    "-, same-origin, http, localhost:8080",
    "-, none, http, localhost:8080",
    "HTTP://PVE.lan:8080, -, http, pve.LAN:8080",
    "http://[::1]:8080, -, http, [::1]:8080",
    "http://pve, -, http, pve:80",
    "http://pve:80, -, http, pve",
    // Behind a proxy that sets X-Forwarded-Proto.
    "https://vms.example.org, same-origin, https, vms.example.org",
    "https://vms.example.org:443, same-origin, https, vms.example.org",
    // Behind a proxy that replaces the Host header.
    "https://vms.example.org, same-origin, https, 127.0.0.1:8080|vms.example.org",
    "https://vms.lan, same-origin, https, 127.0.0.1:8080|vms.lan|inner.lan:81",
    "https://vms.lan:8443, same-origin, https, vms.lan:8443|vms.lan",
  })
  void ourOwnPageAndProgramsAreAllowed(String origins, String sites, String scheme, String host) {
    assertEquals(true, allowed(origins, sites, scheme, host));
  }

  @ParameterizedTest
  @CsvSource({
    "null, -, http, localhost:8080",
    "null, same-origin, http, localhost:8080",
    "http://evil.example, -, http, localhost:8080",
    "http://evil.example, same-origin, http, localhost:8080",
    "http://localhost:8081, -, http, localhost:8080",
    "http://localhost, -, http, localhost:8080",
    "https://localhost:8080, -, http, localhost:8080",
    "http://vms.example.org, -, https, vms.example.org",
    "http://127.0.0.1:8080, -, http, localhost:8080",
    "http://localhost:8080.evil.example, -, http, localhost:8080",
    "http://localhost:8080@evil.example, -, http, localhost:8080",
    "http://localhost:8080/, -, http, localhost:8080",
    "localhost:8080, -, http, localhost:8080",
    "file://, -, http, localhost:8080",
    "chrome-extension://abc, -, http, localhost:8080",
    "-, cross-site, http, localhost:8080",
    "-, same-site, http, localhost:8080",
    "http://localhost:8080, cross-site, http, localhost:8080",
    "http://localhost:8080, same-site, http, localhost:8080",
    "http://localhost:8080|http://evil.example, -, http, localhost:8080",
    "-, same-origin|cross-site, http, localhost:8080",
    "-, Same-Origin, http, localhost:8080",
    "http://evil.example, same-origin, http, 127.0.0.1:8080|vms.lan",
    "http://vms.lan, same-origin, https, 127.0.0.1:8080|vms.lan",
    "https://vms.lan, cross-site, https, 127.0.0.1:8080|vms.lan",
  })
  void otherPagesAreRefused(String origins, String sites, String scheme, String host) {
    assertEquals(false, allowed(origins, sites, scheme, host));
  }

  @Test
  void theMessageSaysWhatWasComparedAndWhatToSet() {
    Authority own = Authority.parse("vms.lan:8080").orElseThrow();

    String said =
        OriginRule.fault(List.of("https://vms.lan"), List.of(), "http", List.of(own)).orElseThrow();

    assertTrue(said.contains("Origin is \"https://vms.lan\""), said);
    assertTrue(said.contains("\"http://vms.lan:8080\""), said);
    assertTrue(said.contains("X-Forwarded-Proto to \"https\""), said);
  }

  @Test
  void theMessageAboutAForeignOriginIsShortAndOnOneLine() {
    Authority own = Authority.parse("a".repeat(250)).orElseThrow();
    String origin = "http://a\u001B[2J\u202E\n" + "x".repeat(5_000);

    String said = OriginRule.fault(List.of(origin), List.of(), "http", List.of(own)).orElseThrow();

    assertTrue(said.length() < 600, said);
    assertTrue(said.matches("[ -~]+"), said);
  }

  private static boolean allowed(String origins, String sites, String scheme, String host) {
    List<Authority> own =
        Stream.of(host.split("\\|")).map(name -> Authority.parse(name).orElseThrow()).toList();
    return OriginRule.fault(headers(origins), headers(sites), scheme, own).isEmpty();
  }

  private static List<String> headers(String text) {
    return Optional.of(text)
        .filter(given -> !given.equals("-"))
        .map(given -> Stream.of(given.split("\\|")).toList())
        .orElse(List.of());
  }
}
