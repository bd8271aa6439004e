package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** pve-api.md §1: the table of errors. */
class RefusalsTest extends OnTestBed {
  private static final String UNKNOWN =
      "property is not defined in schema and the schema does not allow additional properties";

  @Test
  void aMissingPrivilegeIsA403WithPathAndPrivilege() {
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of("VM.Audit"));
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/101/status/start");
    assertEquals(403, answer.status());
    assertEquals(JsonValue.NULL, answer.data());
    assertEquals("Permission check failed (/vms/101, VM.PowerMgmt)\n", answer.message());
  }

  @Test
  void aBadParameterIsA400ThatNamesIt() {
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/101/status/shutdown", "timeout=abc");
    assertEquals(400, answer.status());
    assertEquals(JsonValue.NULL, answer.data());
    assertEquals("Parameter verification failed.\n", answer.message());
    assertEquals("type check ('integer') failed - got 'abc'", answer.errors().getString("timeout"));
  }

  @Test
  void everyUnknownParameterIsNamed() {
    PveClient.Answer answer = pve.get("/nodes/pve1/qemu?bogus=1&wrong=2&full=1");
    assertEquals(400, answer.status());
    assertEquals(UNKNOWN, answer.errors().getString("bogus"));
    assertEquals(UNKNOWN, answer.errors().getString("wrong"));
    assertFalse(answer.errors().containsKey("full"));
  }

  @Test
  void valuesOutsideTheirRangeAreRefused() {
    assertEquals(
        "value must have a minimum value of 0",
        pve.post("/nodes/pve1/qemu/101/status/shutdown", "timeout=-1")
            .errors()
            .getString("timeout"));
    assertEquals(
        "type check ('boolean') failed - got 'yes'",
        pve.post("/nodes/pve1/qemu/101/status/shutdown", "forceStop=yes")
            .errors()
            .getString("forceStop"));
    assertEquals(
        "value 'pods' does not have a value in the enumeration 'vm, storage, node, sdn'",
        pve.get("/cluster/resources?type=pods").errors().getString("type"));
    assertEquals(
        "type check ('integer') failed - got 'abc'",
        pve.get("/nodes/pve1/qemu/abc/status/current").errors().getString("vmid"));
    assertEquals(
        "duplicate parameter (already defined in URI) with conflicting values!",
        pve.get("/nodes/pve1/qemu/100/status/current?vmid=101").errors().getString("vmid"));
  }

  @Test
  void anUnknownVmIsA500AndNotA404() {
    for (String what : List.of("status/current", "config")) {
      PveClient.Answer answer = pve.get("/nodes/pve1/qemu/999/" + what);
      assertEquals(500, answer.status());
      assertEquals(
          "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist\n",
          answer.message());
    }
  }

  @Test
  void aContainerIsNotFoundAsVm() {
    assertEquals(500, pve.get("/nodes/pve1/qemu/112/status/current").status());
  }

  @Test
  void anUnknownNodeIsA500() {
    PveClient.Answer answer = pve.get("/nodes/x/qemu");
    assertEquals(500, answer.status());
    assertTrue(answer.message().startsWith("hostname lookup 'x' failed - "));
  }

  @Test
  void anUnknownPathOrMethodIsA501() {
    assertEquals("Method 'GET /nosuch' not implemented", pve.get("/nosuch").message());
    assertEquals(501, pve.get("/nosuch").status());
    assertEquals(501, pve.get("/nodes/pve1/qemu/100/status/start").status());
    assertEquals(501, pve.delete("/nodes/pve1/qemu/100").status());
  }

  @Test
  void aDeadNodeAnswersOnlyByAReasonPhrase() throws IOException {
    Map<NodeFailure, String> expected =
        Map.of(
            NodeFailure.REFUSED, "HTTP/1.1 595 Connection refused",
            NodeFailure.NO_ROUTE, "HTTP/1.1 595 No route to host",
            NodeFailure.TIMED_OUT, "HTTP/1.1 596 Connection timed out",
            NodeFailure.BROKEN_PIPE, "HTTP/1.1 596 Broken pipe");
    for (Map.Entry<NodeFailure, String> entry : expected.entrySet()) {
      cluster.nodeDown("pve2", entry.getKey());
      try (RawHttps raw = new RawHttps(server)) {
        List<String> head = raw.head("GET", "/nodes/pve2/qemu");
        assertEquals(entry.getValue(), head.get(0));
        assertTrue(head.stream().noneMatch(line -> line.startsWith("Content-Length")));
        assertTrue(raw.isAtEnd());
      }
    }
    cluster.nodeUp("pve2");
    assertEquals(200, pve.get("/nodes/pve2/qemu").status());
  }

  @Test
  void anOlderVersionHasTheMessageOnlyInTheReasonPhrase() throws IOException {
    use(
        SimScenario.parse(
            "{\"version\":\"8.2.4\",\"messageInBody\":false,\"vms\":[{\"vmid\":100}]}"));
    PveClient.Answer answer = pve.get("/nodes/pve/qemu/999/config");
    assertEquals("{\"data\":null}", answer.body());
    try (RawHttps raw = new RawHttps(server)) {
      assertEquals(
          "HTTP/1.1 500 Configuration file 'nodes/pve/qemu-server/999.conf' does not exist",
          raw.head("GET", "/nodes/pve/qemu/999/config").get(0));
    }
  }
}
