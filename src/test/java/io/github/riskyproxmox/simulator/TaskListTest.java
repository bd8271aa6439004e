package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PVE/API2/Tasks.pm: {@code nodes/{node}/tasks} and its filters. */
class TaskListTest extends OnTestBed {

  @Test
  void runningTasksAreActiveAndEndedTasksAreArchived() {
    String ended = pve.act(117, "start");
    seconds(5);
    String active = pve.act(101, "shutdown");
    assertEquals(List.of(active), upids("?source=active"));
    assertEquals(List.of(ended), upids(""));
    assertEquals(List.of(ended), upids("?source=archive"));
    assertEquals(List.of(active, ended), upids("?source=all"));
    JsonObject running = entries("?source=active").get(0);
    assertEquals("RUNNING", running.getString("status"));
    assertEquals("launcher@pve!agent", running.getString("user"));
    JsonObject archived = entries("").get(0);
    assertEquals("OK", archived.getString("status"));
    assertEquals("agent", archived.getString("tokenid"));
    assertEquals(archived.getInt("starttime") + 2, archived.getInt("endtime"));
  }

  @Test
  void theyCanBeFilteredByVmKindTimeAndOutcome() {
    String start = pve.act(117, "start");
    seconds(5);
    String failed = pve.act(117, "start");
    seconds(5);
    String stop = pve.act(101, "stop");
    seconds(5);
    long begin = clock.now().getEpochSecond() - 15;
    assertEquals(List.of(failed, start), upids("?vmid=117"));
    assertEquals(List.of(stop), upids("?typefilter=qmstop"));
    assertEquals(List.of(stop, failed), upids("?since=" + (begin + 1)));
    assertEquals(List.of(start), upids("?until=" + (begin + 1)));
    assertEquals(List.of(failed), upids("?errors=1"));
    assertEquals(List.of(stop, start), upids("?statusfilter=ok"));
    assertEquals(List.of(failed), upids("?start=1&limit=1"));
    assertEquals(3, pve.get("/nodes/pve1/tasks?limit=1").json().getInt("total"));
    assertEquals(List.of(), upids("?userfilter=root"));
  }

  @Test
  void aDeletedTaskIsInNoListAndHasNoStatus() {
    String upid = pve.act(117, "start");
    cluster.forgetTask(upid);
    assertEquals(List.of(), upids("?source=all"));
    assertEquals(400, pve.get("/nodes/pve1/tasks/" + upid + "/status").status());
    assertEquals("unable to open file - No such file or directory\n", pve.log(upid));
    seconds(3);
    assertEquals("running", pve.status(117));
  }

  @Test
  void aLogIsReadInParts() {
    String upid = pve.act(109, "start");
    seconds(3);
    JsonObject answer = pve.get("/nodes/pve1/tasks/" + upid + "/log?start=1&limit=5").json();
    assertEquals(2, answer.getInt("total"));
    JsonObject line = answer.getJsonArray("data").getJsonObject(0);
    assertEquals(2, line.getInt("n"));
    assertEquals("TASK WARNINGS: 1", line.getString("t"));
  }

  private List<JsonObject> entries(String query) {
    return pve.get("/nodes/pve1/tasks" + query).array().getValuesAs(JsonObject.class);
  }

  private List<String> upids(String query) {
    return entries(query).stream().map(entry -> entry.getString("upid")).toList();
  }
}
