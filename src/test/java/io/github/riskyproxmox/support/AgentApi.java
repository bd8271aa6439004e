package io.github.riskyproxmox.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A well-behaved client of the packaged agent's API. */
public final class AgentApi {
  private static final HttpClient SHARED = newClient();
  private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z]+)\"");
  private static final String ENDING = "is ending right now";

  private final PackagedAgent agent;
  private final HttpClient http = newClient();

  /** For that agent, also after restarts. */
  public AgentApi(PackagedAgent agent) {
    this.agent = agent;
  }

  /** A client with its own connections: HTTP/1.1, no redirects. */
  public static HttpClient newClient() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Requests a launch as {@link #launch(String)} does. */
  public HttpResponse<String> launch(int vmid, Optional<String> action)
      throws IOException, InterruptedException {
    return onceFree(launching(vmid, action));
  }

  /** Requests a launch of a VM that has crashed, to be brought back that way. */
  public HttpResponse<String> recover(int vmid, String recovery)
      throws IOException, InterruptedException {
    return launch("{\"vmid\":%d,\"recovery\":\"%s\"}".formatted(vmid, recovery));
  }

  /**
   * Posts that JSON to {@code /api/launch}. While the launch before is ending the agent answers
   * "Try again in a moment", and on a busy machine that may last: this tries again.
   */
  public HttpResponse<String> launch(String json) throws IOException, InterruptedException {
    return post("api/launch", json);
  }

  /** The same for another path of the API. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return onceFree(posting(path, json));
  }

  private HttpResponse<String> onceFree(HttpRequest request)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Waiting.LIMIT.toNanos();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    while (answer.body().contains(ENDING)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It never ends: " + answer.body() + " " + Waiting.load());
      }
      LockSupport.parkNanos(50_000_000);
      answer = http.send(request, BodyHandlers.ofString());
    }
    return answer;
  }

  /** The request for a launch. */
  public HttpRequest launching(int vmid, Optional<String> action) {
    return posting(
        "api/launch",
        "{\"vmid\":%d%s}".formatted(vmid, action.map(",\"action\":\"%s\""::formatted).orElse("")));
  }

  private HttpRequest posting(String path, String json) {
    return HttpRequest.newBuilder(agent.url(path))
        .header("Content-Type", "application/json")
        .timeout(Waiting.LIMIT)
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  /** Cancels the launch under way. */
  public HttpResponse<String> cancel() throws IOException, InterruptedException {
    HttpRequest delete = HttpRequest.newBuilder(agent.url("api/launch")).DELETE().build();
    return http.send(delete, BodyHandlers.ofString());
  }

  /** The answer to a GET of that path. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(getting(agent.url(path)), BodyHandlers.ofString());
  }

  /** The answer to a GET of that address. */
  public static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return SHARED.send(getting(address), BodyHandlers.ofString());
  }

  private static HttpRequest getting(URI address) {
    return HttpRequest.newBuilder(address).timeout(Waiting.LIMIT).build();
  }

  /** The body of the answer to a GET of that path; the error in words if there is no answer. */
  public String body(String path) {
    try {
      return get(path).body();
    } catch (IOException unanswered) {
      return unanswered.toString();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  /** What the API reports about the launch under way or the last one. */
  public String report() {
    return body("api/launch");
  }

  /** The state of the launch under way or the last one; {@code unknown} if there is no answer. */
  public String state() {
    Matcher matcher = STATE.matcher(report());
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /** Whether the last launch is over. */
  public boolean isOver() {
    return state().matches("succeeded|failed|interrupted|cancelled");
  }

  /** Waits until that is so; an AssertionError quotes the last launch if it never is. */
  public void await(String what, BooleanSupplier condition) {
    Waiting.until(() -> what + ": " + report(), condition);
  }
}
