package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https | https",
        "HTTPS | https",
        "https, http | https",
        "'  Https ,http' | https",
        "http, https | http",
        "'' | http",
        "wss | http",
        "',https' | http",
      })
  void theFirstSchemeOfTheListCounts(String header, String scheme) {
    assertEquals(scheme, Forwarded.scheme(request("10.0.0.7", header)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.7 | '' | 10.0.0.7",
        "10.0.0.7 | 10.0.0.8 | 10.0.0.7",
        "2001:db8:1:2:3:4:5:6 | '' | 20010db800010002::/64",
        "2001:db8:1:2::9 | '' | 20010db800010002::/64",
        "::ffff:10.0.0.7 | '' | 10.0.0.7",
        "fe80::1%eth0 | '' | fe80000000000000::/64",
        "127.0.0.1 | '' | this machine",
        "::1 | '' | this machine",
        "127.0.0.1 | 10.0.0.8 | 10.0.0.8",
        "127.0.0.1 | 6.6.6.6, 10.0.0.8 | 10.0.0.8",
        "127.0.0.1 | 10.0.0.8, nonsense | this machine",
        "127.0.0.1 | localhost | this machine",
        "127.0.0.1 | [2001:db8:1:2::9] | 20010db800010002::/64",
        "127.0.0.1 | 127.0.0.1 | this machine",
      })
  void aClientIsAnAddressOrTheOneThatALocalProxyNames(String peer, String header, String client) {
    assertEquals(client, Forwarded.client(request(peer, header)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vms.lan | vms.lan vms.lan",
        "vms.lan, inner.lan:81 | none vms.lan inner.lan:81",
        "'vms.lan, ' | none vms.lan",
        "<script> | none none",
        "u@vms.lan | none none",
      })
  void theHostHeaderIsOneNameAndAProxyMayNameMore(String header, String names) {
    String found =
        Forwarded.hosts(request("10.0.0.7", header)).stream()
            .map(host -> host.map(Authority::text).orElse("none"))
            .collect(Collectors.joining(" "));

    assertEquals(names, found);
  }

  /** A request from this address; every header has this value. */
  private static HttpServletRequest request(String peer, String header) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ForwardedTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getRemoteAddr" -> peer;
                  case "getScheme" -> "http";
                  case "getHeader" -> header;
                  case "getHeaders" -> Collections.enumeration(List.of(header));
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
