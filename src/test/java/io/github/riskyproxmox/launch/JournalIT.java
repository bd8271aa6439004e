package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged agent with a damaged journal, and with a journal on a full disk. */
class JournalIT {
  private static final String VMS =
      "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":[{\"vmid\":101,\"state\":\"running\"},"
          + "{\"vmid\":102}]}";
  private static final Optional<String> TERMINATE = Optional.of("terminate");

  private static SimServer proxmox;
  private static PackagedAgent agent;
  private static AgentApi api;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(SimScenario.parse(VMS), SimClock.system(), 0);
    agent = PackagedAgent.on(proxmox);
    api = new AgentApi(agent);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":1,\"launches\":[{\"id\":",
        "{\"something\":\"else\"}",
        "{\"format\":\"risky-proxmox-agent launches\",\"version\":3,\"launches\":[]}",
        "a directory"
      })
  void aRecordThatCannotBeReadIsSetAsideAndReportedEverywhere(String text) throws Exception {
    Path record = agent.stateDirectory().resolve("launches.json");
    launch();
    int unused = agent.terminate();
    Files.delete(record);
    if (text.equals("a directory")) {
      Files.createDirectory(record);
    } else {
      Files.writeString(record, text);
    }
    agent.restart();

    assertTrue(agent.awaitOutput("set aside as launches."));
    assertTrue(page().contains("The record of launches has a problem."), page());
    assertTrue(health().contains("set aside as launches."), health());
    assertEquals("unknown", api.state().replace("idle", "unknown"));
    Path aside = aside();
    assertTrue(
        text.equals("a directory")
            ? Files.isDirectory(aside)
            : Files.readString(aside).equals(text));
    launch();
    assertFalse(health().contains("set aside"), health());
    Files.delete(aside);
  }

  @Test
  void onAFullDiskLaunchesAreRefusedWithTheReasonAndNothingIsBegun() throws Exception {
    launch();
    limitFiles("0:");
    long before = acts();
    HttpResponse<String> refused = api.launch(target(), TERMINATE);
    limitFiles("unlimited:");

    assertEquals(409, refused.statusCode(), refused.body());
    assertTrue(refused.body().contains("can't be written down"), refused.body());
    assertTrue(refused.body().contains("refused"), refused.body());
    assertEquals(before, acts());
    launch();
  }

  private static void launch() throws Exception {
    HttpResponse<String> answer = api.launch(target(), TERMINATE);
    assertEquals(202, answer.statusCode(), answer.body());
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
  }

  /** The VM that does not run. */
  private static int target() {
    return proxmox.cluster().vm(101).orElseThrow().isUp() ? 102 : 101;
  }

  private static long acts() {
    return proxmox.requests().stream().filter(one -> !one.method().equals("GET")).count();
  }

  private static String page() throws Exception {
    return api.get("").body();
  }

  private static String health() throws Exception {
    return api.get("health").body();
  }

  private static Path aside() throws IOException {
    try (Stream<Path> files = Files.list(agent.stateDirectory())) {
      return files.filter(file -> file.toString().endsWith(".set-aside")).findFirst().orElseThrow();
    }
  }

  /** Limits the size of files that the agent writes: with 0 each write fails as on a full disk. */
  private static void limitFiles(String limit) throws Exception {
    List<String> command =
        List.of("prlimit", "--pid", Long.toString(agent.pid()), "--fsize=" + limit);
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
