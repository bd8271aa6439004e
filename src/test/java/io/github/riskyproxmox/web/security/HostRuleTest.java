package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.config.HostNames;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
  private final HostRule rule =
      new HostRule(Set.of("vms.example.org"), () -> "agent.corp.example.com");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8080",
        "localhost.",
        "127.0.0.1",
        "192.168.1.20:8080",
        "0.0.0.0",
        "255.255.255.255",
        "[::1]",
        "[::1]:8080",
        "[fe80::1]",
        "[2001:DB8::7]:443",
        "[::ffff:192.168.1.20]",
        "pve",
        "PVE:8080",
        "my_box",
        "pve.local",
        "pve.lan",
        "a.b.lan",
        "pve.home",
        "pve.internal",
        "pve.home.arpa",
        "pve.localhost",
        "pve.localdomain",
        "pve.corp",
        "pve.intranet",
        "pve.private",
        "pve.test",
        "Pve.Home.Arpa.:80",
        "vms.example.org",
        "VMS.example.org.:8080",
        "agent.corp.example.com",
        "pve:",
      })
  void localNamesAndAddressesAreAllowed(String host) {
    assertEquals(Optional.of(true), allowed(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "pve.tail1234.ts.net",
        "pve.fritz.box",
        "evil.box",
        "home.arpa.evil.example",
        "arpa.home.evil",
        "vms.example.org.evil.example",
        "sub.vms.example.org",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "pve.lan.evil.example",
        ".lan",
        "evil.xlan",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.04",
        "127.1.1.1..",
        "a..b",
        "[1::2::3]",
        "[::1.evil]",
        "[12345::]",
        "corp.example.com",
      })
  void allOtherNamesAreRefused(String host) {
    assertEquals(false, allowed(host).orElse(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        ":8080",
        "a b",
        "a/b",
        "a@b",
        "user:pass@localhost",
        "localhost:80:80",
        "localhost:x",
        "localhost:99999",
        "localhost:123456",
        "[::1",
        "::1",
        "[]",
        "[fe80::1%25eth0]",
        "löcal",
        "a\u0000",
        "<script>",
        "localhost, evil.example",
      })
  void malformedHostsAreRefused(String host) {
    assertEquals(Optional.empty(), allowed(host));
  }

  @ParameterizedTest
  @CsvSource({
    "Pve.LAN.:8080, pve.lan, 8080",
    "[::1]:80, [::1], 80",
    "a, a, 0",
    "a:, a, 0",
  })
  void caseTrailingDotAndPortAreParsed(String text, String host, int port) {
    Authority authority = Authority.parse(text).orElseThrow();

    assertEquals(host, authority.host());
    assertEquals(port, authority.port().orElse(0));
  }

  @ParameterizedTest
  @CsvSource({
    "pve.fritz.box:8080, 'ALLOWED_HOSTS=pve.fritz.box'",
    "PVE.tail1234.ts.net., 'ALLOWED_HOSTS=pve.tail1234.ts.net'",
    "my_box.example.org, 'ALLOWED_HOSTS=my_box.example.org'",
    "a..b, none",
    "-a.b, none",
  })
  void theSettingThatAllowsANameIsOneThatTheSettingsTake(String host, String line) {
    HostRule fresh = new HostRule(Set.of(), () -> "");
    Authority authority = Authority.parse(host).orElseThrow();

    assertEquals(line, fresh.settingFor(authority).orElse("none"));
    if (!line.equals("none")) {
      String name = line.substring("ALLOWED_HOSTS=".length());
      assertEquals(true, HostNames.isValid(name));
      assertEquals(true, new HostRule(Set.of(name), () -> "").allows(authority));
    }
  }

  @Test
  void theNamesThatAreAllowedAreNotDisclosed() {
    assertEquals(
        Optional.of("ALLOWED_HOSTS=...,evil.example"),
        rule.settingFor(Authority.parse("evil.example").orElseThrow()));
  }

  private Optional<Boolean> allowed(String host) {
    return Authority.parse(host).map(rule::allows);
  }
}
