package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be made to go wrong, and that it goes wrong just so. */
class FaultRulesTest extends OnTestBed {
  private static final String STOP = ".*/101/status/stop";
  private static final String STOP_PATH = "/nodes/pve1/qemu/101/status/stop";

  @Test
  void aResetBeforeTheEffectLeavesNoTaskAndAResetAfterItDoes() {
    server.faults().on("POST", STOP).inject(Fault.resetBefore());
    assertLost(STOP_PATH);
    assertEquals(List.of(), cluster.tasks());
    server.faults().on("POST", STOP).inject(Fault.resetAfter());
    assertLost(STOP_PATH);
    assertEquals(1, cluster.tasks().size());
    assertEquals(200, pve.post(STOP_PATH).status());
  }

  @Test
  void aRequestWhoseAnswerIsCutOffTakesEffect() {
    server.faults().on("POST", STOP).inject(Fault.cutOff());
    assertLost(STOP_PATH);
    assertEquals(1, cluster.tasks().size());
  }

  @Test
  void anAnswerThatTricklesDoesNotEnd() throws IOException {
    server.faults().on("GET", "/version").inject(Fault.dribble());
    try (RawHttps raw = new RawHttps(server)) {
      List<String> head = raw.head("GET", "/version");
      assertEquals("HTTP/1.1 200 OK", head.get(0));
      assertTrue(head.contains("Content-Length: 1000000"));
      assertTrue(!raw.isAtEnd());
    }
  }

  @Test
  void thereIsNoAnswerUntilTheClientDisconnects() throws IOException {
    FaultRule rule = server.faults().on("POST", STOP).inject(Fault.silentAfter());
    try (RawHttps raw = new RawHttps(server)) {
      raw.leaveAfter(Duration.ofMillis(300));
      assertThrows(IOException.class, () -> raw.head("POST", "/nodes/pve1/qemu/101/status/stop"));
    }
    assertEquals(1, rule.hits());
    assertEquals(1, cluster.tasks().size());
  }

  @Test
  void anAnswerCanHaveAnyStatusReasonAndBody() throws IOException {
    server.faults().on("GET", "/version").inject(Fault.status(595, "Connection refused"));
    try (RawHttps raw = new RawHttps(server)) {
      assertEquals("HTTP/1.1 595 Connection refused", raw.head("GET", "/version").get(0));
      assertTrue(raw.isAtEnd());
    }
    server.faults().on("POST", STOP).inject(Fault.refusal(500, "no quorum"));
    assertEquals("no quorum\n", pve.post(STOP_PATH).message());
    server.faults().on("POST", STOP).inject(Fault.notJson());
    assertEquals("<html><body>Welcome</body></html>", pve.post(STOP_PATH).body());
    server.faults().on("GET", "/nodes").inject(Fault.redirect("https://elsewhere.example/"));
    assertEquals(302, pve.get("/nodes").status());
    server
        .faults()
        .on("GET", "/nodes")
        .inject(Fault.answer(503, "Service Unavailable", "text/plain", "busy"));
    assertEquals("busy", pve.get("/nodes").body());
  }

  @Test
  void aRuleHitsTheRequestedNumberOfRequestsFromTheNth() {
    FaultRule rule =
        server.faults().on("GET", "/version").fromNth(2).times(2).inject(Fault.status(502, "Bad"));
    assertEquals(200, pve.get("/version").status());
    assertEquals(200, pve.get("/nodes").status());
    assertEquals(502, pve.get("/version").status());
    assertEquals(502, pve.get("/version").status());
    assertEquals(200, pve.get("/version").status());
    assertEquals(2, rule.hits());
  }

  @Test
  void aRuleCanLastForAPeriodOfSimulatedTime() {
    server
        .faults()
        .on(FaultRules.ANY, ".*")
        .during(Duration.ofSeconds(60))
        .inject(Fault.status(503, "Service Unavailable"));
    assertEquals(503, pve.get("/version").status());
    seconds(59);
    assertEquals(503, pve.post(STOP_PATH).status());
    seconds(2);
    assertEquals(200, pve.get("/version").status());
  }

  @Test
  void clearingEndsAllRules() {
    server.faults().on(FaultRules.ANY, ".*").always().inject(Fault.status(503, "No"));
    server.faults().clear();
    assertEquals(200, pve.get("/version").status());
  }

  @Test
  void inAnOutageConnectionsAreRefusedAndThenServedAgain() {
    pve.get("/version");
    server.faults().outage(Duration.ofSeconds(60));
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> pve.get("/version"));
    assertInstanceOf(ConnectException.class, refused.getCause());
    seconds(59);
    assertThrows(UncheckedIOException.class, () -> pve.get("/version"));
    seconds(1);
    assertEquals(200, pve.get("/version").status());
  }

  @Test
  void anOutageCanBeginAtARequestBeforeOrAfterItsEffect() {
    server.faults().on("POST", STOP).inject(Fault.outageBefore(Duration.ofSeconds(5)));
    assertLost(STOP_PATH);
    assertEquals(0, cluster.tasks().size());
    seconds(5);
    server.faults().clear();
    server.faults().on("POST", STOP).inject(Fault.outageAfter(Duration.ofSeconds(5)));
    assertLost(STOP_PATH);
    assertEquals(1, cluster.tasks().size());
    seconds(5);
    assertEquals("stopped", pve.status(101));
  }

  @Test
  void aTaskCanVanishOrCrash() {
    server.faults().on("POST", STOP).inject(Fault.taskVanishes(Duration.ZERO));
    String vanished = pve.act(101, "stop");
    assertEquals(400, pve.get("/nodes/pve1/tasks/" + vanished + "/status").status());
    seconds(2);
    assertEquals("stopped", pve.status(101));
    server.faults().clear();
    server
        .faults()
        .on("POST", ".*/102/status/shutdown")
        .inject(Fault.taskCrashes(Duration.ofSeconds(2)));
    String crashed = pve.act(102, "shutdown");
    seconds(3);
    assertEquals("unexpected status", pve.exit(crashed));
    assertEquals("running", pve.status(102));
  }

  @Test
  void anActionCanRunAtARequest() {
    server
        .faults()
        .on("GET", ".*/117/status/current")
        .inject(Fault.meanwhileBefore("removed", cluster -> cluster.remove(117)));
    assertEquals(500, pve.get("/nodes/pve1/qemu/117/status/current").status());
    server
        .faults()
        .on("GET", ".*/100/status/current")
        .inject(Fault.meanwhileAfter("migrated", cluster -> cluster.migrate(100, "pve2")));
    assertEquals("running", pve.status(100));
    assertEquals(500, pve.get("/nodes/pve1/qemu/100/status/current").status());
    assertEquals(200, pve.get("/nodes/pve2/qemu/100/status/current").status());
    server
        .faults()
        .on("POST", STOP)
        .inject(Fault.meanwhileLost("removed", cluster -> cluster.remove(102)));
    assertLost(STOP_PATH);
    assertEquals(0, cluster.tasks().size());
    assertTrue(cluster.vm(102).isEmpty());
  }

  @Test
  void everyRequestIsRecordedEvenIfAFaultHitsIt() {
    server.faults().on("POST", STOP).inject(Fault.resetBefore());
    assertLost(STOP_PATH + "?timeout=3");
    pve.get("/nosuch");
    RecordedRequest first = server.requests().get(0);
    assertEquals("POST " + STOP_PATH, first.line());
    assertEquals(Optional.of("3"), Optional.ofNullable(first.parameters().get("timeout")));
    assertEquals(clock.now(), first.arrival());
    assertTrue(server.requests().stream().anyMatch(each -> each.line().equals("GET /nosuch")));
  }

  private void assertLost(String path) {
    assertThrows(UncheckedIOException.class, () -> pve.post(path));
  }
}
