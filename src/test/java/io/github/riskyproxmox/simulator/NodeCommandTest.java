package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** pve-api.md §13: the shutdown of a node. */
class NodeCommandTest extends OnTestBed {

  @Test
  void itNeedsAPrivilegeOnTheNode() {
    PveClient.Answer answer = pve.post("/nodes/pve1/status", "command=shutdown");
    assertEquals(403, answer.status());
    assertEquals("Permission check failed (/nodes/pve1, Sys.PowerMgmt)\n", answer.message());
    assertEquals(List.of(), cluster.nodeCommands());
  }

  @Test
  void itIsRecordedWithoutATaskAndNothingIsPoweredOff() {
    allow();
    PveClient.Answer answer = pve.post("/nodes/pve1/status", "command=shutdown");
    assertEquals(200, answer.status());
    assertEquals(JsonValue.NULL, answer.data());
    seconds(600);
    assertEquals(List.of("pve1 shutdown"), cluster.nodeCommands());
    assertEquals(List.of(), cluster.tasks());
    assertEquals("running", pve.status(100));
  }

  @Test
  void theCommandIsRequired() {
    allow();
    assertEquals(
        "property is missing and it is not optional",
        pve.post("/nodes/pve1/status").errors().getString("command"));
    assertEquals(
        "value 'sleep' does not have a value in the enumeration 'reboot, shutdown'",
        pve.post("/nodes/pve1/status", "command=sleep").errors().getString("command"));
  }

  private void allow() {
    for (String subject : List.of("launcher@pve", "launcher@pve!agent")) {
      cluster.access().grant(subject, "/nodes/pve1", Set.of("Sys.PowerMgmt"));
    }
  }
}
