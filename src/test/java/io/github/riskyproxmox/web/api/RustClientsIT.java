package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.SharedAgent;
import io.github.riskyproxmox.support.Waiting;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The clients of the Rust program of the same name talk to the packaged agent, byte by byte as they
 * do. Nothing here changes the state of a VM.
 */
@ExtendWith(SharedAgent.class)
class RustClientsIT {
  private static final String JSON = "application/json";

  private final PackagedAgent agent;

  RustClientsIT(PackagedAgent agent) {
    this.agent = agent;
  }

  /** 10.0.2.2 is the host of a guest with QEMU's user network. */
  @Test
  void hermitGetsTheListInOneRequest() throws IOException {
    RawHttp.Answer answer =
        RawHttp.send(agent.port(), "GET /api/vms HTTP/1.1\nHost: 10.0.2.2\nConnection: close\n\n");

    assertEquals(200, answer.status());
    assertEquals(Optional.of(JSON), answer.one("Content-Type"));
    RustClients.assertReadableByHermit(unchunked(answer));
  }

  @Test
  void haikuListsTheVms() throws IOException {
    RawHttp.Answer answer = haiku("GET", "/api/vms", "");
    List<RustClients.ListedVm> listed = RustClients.haikuList(unchunked(answer));

    assertEquals(200, answer.status());
    assertEquals(vms().size(), listed.size());
    assertFalse(listed.stream().anyMatch(vm -> vm.name().isEmpty() || vm.status().isEmpty()));
    assertTrue(listed.stream().anyMatch(vm -> vm.status().equals("running")), listed.toString());
  }

  /** It does not look at the status code. */
  @Test
  void haikuAsksWhatToDoWithWhatIsInTheWay() throws IOException {
    RawHttp.Answer answer = haiku("POST", "/api/launch", "{\"vmid\":" + blocked() + "}");
    String body = unchunked(answer);

    assertEquals(Optional.of(JSON), answer.one("Content-Type"));
    assertEquals("needs_action", RustClients.haikuField(body, "status"), body);
    RustClients.assertReadableByHaiku(body);
  }

  /** HOST_POWEROFF is not set: the answer says so. */
  @Test
  void haikuAsksForAHostShutdown() throws IOException {
    String body = unchunked(haiku("POST", "/api/host-shutdown", "{}"));

    assertEquals("refused", RustClients.haikuField(body, "status"), body);
    RustClients.assertReadableByHaiku(body);
  }

  @Test
  void haikuShowsWhyARequestFailed() throws IOException {
    RawHttp.Answer answer = haiku("POST", "/api/launch", "{\"vmid\":999999}");

    assertEquals(404, answer.status());
    RustClients.assertReadableByHaiku(unchunked(answer));
  }

  @Test
  void cloningIsNotImplementedAndTheAnswerSaysWhereToDoIt() throws IOException {
    RawHttp.Answer answer = haiku("POST", "/api/fork", "{\"vmid\":101,\"name\":\"copy\"}");

    assertEquals(501, answer.status());
    assertEquals(Optional.of(JSON), answer.one("Content-Type"));
    RustClients.assertReadableByHaiku(unchunked(answer));
    assertEquals(405, haiku("GET", "/api/fork", "").status());
  }

  /** As curl sends it. */
  private RawHttp.Answer haiku(String method, String path, String body) throws IOException {
    String type = body.isEmpty() ? "" : "\nContent-Type: " + JSON;
    String length = body.isEmpty() ? "" : "\nContent-Length: " + body.length();
    return RawHttp.send(
        agent.port(),
        "%s %s HTTP/1.1\nHost: 127.0.0.1:%d\nUser-Agent: curl/8.5.0\nAccept: */*%s%s%s\n\n%s"
            .formatted(method, path, agent.port(), type, length, "\nConnection: close", body));
  }

  private List<JsonObject> vms() throws IOException {
    try (JsonReader reader =
        Json.createReader(new StringReader(unchunked(haiku("GET", "/api/vms", ""))))) {
      return reader.readArray().getValuesAs(JsonObject.class);
    }
  }

  /** A VM that is off and that a running one excludes. */
  private int blocked() throws IOException {
    Waiting.until("the agent to know which VMs exclude each other", () -> isKnown());
    List<JsonObject> vms = vms();
    List<Integer> running =
        vms.stream()
            .filter(vm -> vm.getString("status").equals("running"))
            .map(vm -> vm.getInt("vmid"))
            .toList();
    return vms.stream()
        .filter(vm -> vm.getString("status").equals("stopped"))
        .filter(
            vm ->
                vm.getJsonArray("excludes").getValuesAs(JsonNumber.class).stream()
                    .anyMatch(vmid -> running.contains(vmid.intValue())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Nothing is in the way: " + vms))
        .getInt("vmid");
  }

  private boolean isKnown() {
    try {
      return vms().stream().noneMatch(vm -> vm.isNull("excludes"));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The body without its chunks; those of the agent's answers consist of whole characters. */
  private static String unchunked(RawHttp.Answer answer) {
    if (answer.one("Transfer-Encoding").isEmpty()) {
      return answer.body();
    }
    byte[] rest = answer.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int end = at;
      while (rest[end] != '\r') {
        end++;
      }
      int size = Integer.parseInt(new String(rest, at, end - at, StandardCharsets.UTF_8), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(new String(rest, end + 2, size, StandardCharsets.UTF_8));
      at = end + 2 + size + 2;
    }
  }
}
