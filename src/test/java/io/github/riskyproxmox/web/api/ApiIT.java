package io.github.riskyproxmox.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.SharedAgent;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API on the packaged agent; nothing here changes the state of a VM. */
@ExtendWith(SharedAgent.class)
class ApiIT {
  private static final String JSON = "application/json";

  private final PackagedAgent agent;

  /** Offers HTTP/2, which is Java's default; the agent must still receive the body. */
  private final HttpClient client = HttpClient.newHttpClient();

  ApiIT(PackagedAgent agent) {
    this.agent = agent;
  }

  @Test
  void theVmsAreListedByNameWithoutTemplates() throws Exception {
    HttpResponse<String> response = send(get("api/vms"));
    JsonArray vms = array(response);
    List<String> names = vms.getValuesAs(JsonObject.class).stream().map(ApiIT::name).toList();

    assertEquals(200, response.statusCode());
    assertTrue(names.contains("win11-gaming"), names.toString());
    assertEquals(names.stream().sorted().toList(), names);
    assertTrue(response.body().startsWith("[{\"vmid\":"), response.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; 400; malformed",
        "{; 400; malformed",
        "{\"vmid\":\"one\"}; 400; malformed",
        "{\"vmid\":102,\"action\":\"reboot\"}; 400; malformed",
        "{\"vmid\":102,\"force\":1}; 400; malformed",
        "{\"vmid\":999999}; 404; unknown_vm",
      })
  void aBadRequestIsAnsweredWithAnErrorCodeAndAMessage(String body, int status, String error)
      throws Exception {
    HttpResponse<String> response = launch(body, JSON);
    JsonObject answer = object(response);

    assertEquals(status, response.statusCode(), response.body());
    assertEquals("error", answer.getString("status"));
    assertEquals(error, answer.getString("error"));
    assertTrue(answer.getString("message").endsWith("."), response.body());
  }

  @Test
  void onlySmallJsonBodiesAreAccepted() throws Exception {
    String body = "{\"vmid\":102,\"action\":\"cancel\"}";
    String large = "{\"vmid\":102" + " ".repeat(16 * 1024) + "}";

    assertEquals(200, launch(body, JSON).statusCode());
    assertEquals(200, launch(body, JSON + ";charset=utf-8").statusCode());
    assertEquals(415, launch(body, "text/plain").statusCode());
    assertEquals(415, launch(body, "application/x-www-form-urlencoded").statusCode());
    assertEquals(415, send(post("api/launch", body)).statusCode());
    assertEquals(413, launch(large, JSON).statusCode());
  }

  @Test
  void aRunningVmNeedsAnActionAndCancelChangesNothing() throws Exception {
    String running = runningName();
    int stopped = stoppedVmid();
    HttpResponse<String> response = launch("{\"vmid\":" + stopped + "}", JSON);
    JsonObject answer = object(response);

    assertEquals(409, response.statusCode(), response.body());
    assertEquals("needs_action", answer.getString("status"));
    assertEquals(running, answer.getJsonObject("running_vm").getString("name"));
    List<String> open = strings(answer.getJsonArray("allowed_actions"));
    assertTrue(open.containsAll(List.of("shutdown", "terminate", "cancel")), open.toString());
    for (String action : answer.getJsonObject("unavailable_actions").keySet()) {
      assertFalse(open.contains(action), action);
    }

    HttpResponse<String> cancelled =
        launch("{\"vmid\":" + stopped + ",\"action\":\"cancel\"}", JSON);
    assertEquals(200, cancelled.statusCode());
    assertEquals("cancelled", object(cancelled).getString("status"));
    assertEquals(running, runningName());
  }

  @Test
  void anActionForOtherRunningVmsIsNotExecuted() throws Exception {
    HttpResponse<String> response =
        launch("{\"vmid\":" + stoppedVmid() + ",\"action\":\"terminate\",\"running\":[999]}", JSON);

    assertEquals(409, response.statusCode());
    assertEquals("needs_action", object(response).getString("status"));
  }

  @Test
  void aVmThatRunsIsNotLaunchedAgain() throws Exception {
    int vmid = running().getInt("vmid");
    HttpResponse<String> response = launch("{\"vmid\":" + vmid + "}", JSON);

    assertEquals(200, response.statusCode());
    assertEquals("already_running", object(response).getString("status"));
  }

  @Test
  void healthReportsThatProxmoxAnswers() throws Exception {
    HttpResponse<String> response = send(get("health"));
    List<String> checks =
        object(response).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
            .map(check -> check.getString("name") + " " + check.getString("status"))
            .sorted()
            .toList();

    assertEquals(200, response.statusCode());
    assertEquals(List.of("agent UP", "launches UP", "proxmox UP"), checks);
    assertTrue(response.body().contains("unreadable_rows"), response.body());
  }

  @Test
  void theDescriptionHasThePropertiesOfTheAnswers() throws Exception {
    JsonObject described = object(send(request("openapi").header("Accept", JSON).GET().build()));
    JsonObject schemas = described.getJsonObject("components").getJsonObject("schemas");

    assertEquals(
        Set.of(
            "/api/vms",
            "/api/launch",
            "/api/stop",
            "/api/host-shutdown",
            "/api/launches",
            "/api/events",
            "/api/fork"),
        described.getJsonObject("paths").keySet());
    assertDescribed(schemas, "Vm", running());
    assertDescribed(
        schemas, "LaunchAnswer", object(launch("{\"vmid\":" + stoppedVmid() + "}", JSON)));
    assertDescribed(schemas, "Error", object(send(get("api/nosuch"))));
    assertDescribed(schemas, "Launch", names(LaunchJson.class));
    assertDescribed(schemas, "LaunchStep", names(StepJson.class));
    assertDescribed(schemas, "LaunchRequest", names(LaunchBody.class));
    assertDescribed(schemas, "StopRequest", names(StopBody.class));
    assertDescribed(schemas, "HostShutdownRequest", names(HostShutdownBody.class));
  }

  private static void assertDescribed(JsonObject schemas, String schema, JsonObject sent) {
    assertDescribed(schemas, schema, sent.keySet());
  }

  private static void assertDescribed(JsonObject schemas, String schema, Set<String> names) {
    assertEquals(names, schemas.getJsonObject(schema).getJsonObject("properties").keySet(), schema);
  }

  /** The JSON names of a record's components. */
  private static Set<String> names(Class<? extends Record> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
    return Set.copyOf(names);
  }

  private JsonObject running() throws Exception {
    return vms("running");
  }

  private String runningName() throws Exception {
    return name(running());
  }

  private int stoppedVmid() throws Exception {
    return vms("stopped").getInt("vmid");
  }

  /** One of those that share the graphics card. The others run beside them, and are tagged home. */
  private JsonObject vms(String status) throws Exception {
    return array(send(get("api/vms"))).getValuesAs(JsonObject.class).stream()
        .filter(vm -> vm.getString("status").equals(status))
        .filter(vm -> !vm.getJsonArray("tags").toString().contains("home"))
        .findFirst()
        .orElseThrow();
  }

  private static String name(JsonObject vm) {
    return vm.getString("name");
  }

  private HttpResponse<String> launch(String body, String type) throws Exception {
    return send(
        request("api/launch")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest post(String path, String body) {
    return request(path).POST(BodyPublishers.ofString(body)).build();
  }

  private HttpRequest get(String path) {
    return request(path).GET().build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(agent.url(path));
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private static JsonObject object(HttpResponse<String> response) {
    return read(response).asJsonObject();
  }

  private static JsonArray array(HttpResponse<String> response) {
    return read(response).asJsonArray();
  }

  private static JsonStructure read(HttpResponse<String> response) {
    assertTrue(
        response.headers().firstValue("Content-Type").orElse("").startsWith(JSON),
        response.headers().toString());
    return Json.createReader(new StringReader(response.body())).read();
  }

  private static List<String> strings(JsonArray array) {
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
