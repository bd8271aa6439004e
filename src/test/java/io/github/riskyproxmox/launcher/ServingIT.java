package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.SharedAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedAgent.class)
class ServingIT {
  private static final String DOMAIN = "config/domain.xml";
  private static final String SECRET = "6b1e0c9a-not#for$anyone";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "PVE_HOST", "localhost:1",
          "PVE_TOKEN_ID", "launcher@pve!agent",
          "PVE_TOKEN_SECRET", SECRET);

  @Test
  void itListensOnItsPortAloneAndOnTheDemosProxmox(PackagedAgent agent) throws Exception {
    List<String> sockets = SocketTable.listening(agent.pid());
    assertEquals(2, sockets.size(), sockets.toString());
    assertEquals(
        List.of("127.0.0.1:" + agent.port()),
        sockets.stream().filter(one -> one.endsWith(":" + agent.port())).toList());
    assertEquals(
        2, sockets.stream().filter(one -> one.startsWith("127.0.0.1:")).count(), sockets::toString);
  }

  /** These threads hang at one start in some hundred; they live for seconds after their work. */
  @Test
  void noThreadsOfItsOwnStartPayarasServices() throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(SETTINGS)) {
      String threads = agent.threads();
      assertTrue(threads.contains("\"http-listener-kernel"), threads);
      assertFalse(threads.contains("\"RunLevelController"), threads);
    }
  }

  @Test
  void whoeverStopsItDuringItsStartIsNotToldThatItDidNotStart() throws Exception {
    try (PackagedAgent agent = PackagedAgent.starting(SETTINGS)) {
      assertTrue(agent.awaitOutput("Using Proxmox at"), agent.output());
      assertEquals(143, agent.terminate());
      assertFalse(agent.output().contains("risky-proxmox-agent: "), agent.output());
    }
  }

  /** The elements of the deployed application come after the start. */
  @Test
  void payaraFindsAllThatItWouldAddToItsConfiguration(PackagedAgent agent) throws Exception {
    Set<String> added = new TreeSet<>();
    try (Stream<Path> all = runDirectories(agent.pid())) {
      added.addAll(elements(Files.readString(all.findFirst().orElseThrow().resolve(DOMAIN))));
    }
    try (InputStream ours = PayaraServer.class.getResourceAsStream("domain.xml")) {
      added.removeAll(elements(new String(ours.readAllBytes(), StandardCharsets.UTF_8)));
    }
    assertEquals(Set.of("application", "application-ref", "engine", "module"), added);
  }

  private static Set<String> elements(String xml) {
    return Pattern.compile("<([a-z][a-z-]+)")
        .matcher(xml)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /** A generated id may change with a restart; open pages would then send the wrong one. */
  @Test
  void nothingThatAPageSaysToTheAgentHasAnIdMadeUpByFaces(PackagedAgent agent) throws Exception {
    String page = AgentApi.get(agent.url()).body();
    assertTrue(page.contains("{s:\"ask\",f:\"f\""), page);
    assertFalse(page.contains("{s:\"j_id"), page);
    assertFalse(page.contains(" name=\"j_id"), page);
  }

  /** One socket for IPv6 takes IPv4 too; ss prints the wildcard of such a socket as a star. */
  @Test
  void byDefaultItListensOnIpv6AndIpv4() throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(SETTINGS, "--bind", PackagedAgent.NO_BIND)) {
      assertEquals(List.of("*:" + agent.port()), SocketTable.listening(agent.pid()));
      assertEquals(200, status(agent.url()));
      assertEquals(200, status(URI.create("http://[::1]:" + agent.port() + "/")));
    }
  }

  /** Java without IPv6 stands for a machine without it. */
  @Test
  void whereThereIsNoIpv6ItListensOnIpv4() throws Exception {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("JAVA_OPTS", "-Djava.net.preferIPv4Stack=true");
    try (PackagedAgent agent = PackagedAgent.start(settings, "--bind", PackagedAgent.NO_BIND)) {
      assertEquals(List.of("0.0.0.0:" + agent.port()), SocketTable.listening(agent.pid()));
      assertEquals(200, status(agent.url()));
    }
  }

  /** On all IPv4 addresses and on no IPv6 address. */
  @Test
  void againstAProxmoxOfItsOwnItListensOnOneSocketWhenThePageIsThereAndKeepsTheSecret()
      throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(SETTINGS, "--bind", "0.0.0.0")) {
      assertEquals(List.of("0.0.0.0:" + agent.port()), SocketTable.listening(agent.pid()));
      assertEquals(200, status(agent.url()));
      Path commandLine = Path.of("/proc", Long.toString(agent.pid()), "cmdline");
      assertFalse(Files.readString(commandLine, StandardCharsets.UTF_8).contains(SECRET));
      long run = leftBy(agent.pid());
      assertEquals(1, run);

      assertEquals(143, agent.terminate());
      assertFalse(agent.output().contains(SECRET), agent.output());
      assertEquals(0, leftBy(agent.pid()));

      assertThePageIsTheFirstAnswer(agent);
    }
  }

  /** Called while the agent is stopped. */
  private static void assertThePageIsTheFirstAnswer(PackagedAgent agent) throws Exception {
    Set<Integer> answers = ConcurrentHashMap.newKeySet();
    Thread impatient =
        new Thread(
            () -> {
              while (answers.isEmpty()) {
                askIfThere(agent.url(), answers);
                LockSupport.parkNanos(5_000_000);
              }
            });
    impatient.start();
    agent.restart();
    impatient.join();
    assertEquals(Set.of(200), answers);
  }

  private static void askIfThere(URI url, Set<Integer> answers) {
    try {
      answers.add(status(url));
    } catch (IOException refused) {
      return;
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void anIpv6AddressIsListenedOnAlone() throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(SETTINGS, "--bind", "::1")) {
      assertEquals(List.of("[::1]:" + agent.port()), SocketTable.listening(agent.pid()));
      assertEquals(200, status(URI.create("http://[::1]:" + agent.port() + "/")));
    }
  }

  private static int status(URI url) throws Exception {
    return AgentApi.get(url).statusCode();
  }

  /** How many instance directories of that process exist. */
  private static long leftBy(long pid) throws Exception {
    try (Stream<Path> all = runDirectories(pid)) {
      return all.count();
    }
  }

  private static Stream<Path> runDirectories(long pid) throws IOException {
    return Files.list(Path.of(System.getProperty("java.io.tmpdir")))
        .filter(one -> one.getFileName().toString().startsWith("risky-proxmox-agent-" + pid + "-"));
  }
}
