package io.github.riskyproxmox.support;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged agent's API as a program uses it. */
public final class AgentApi {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z]+)\"");

  private final PackagedAgent agent;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Of that agent, restarts included. */
  public AgentApi(PackagedAgent agent) {
    this.agent = agent;
  }

  /** Asks for a launch. */
  public HttpResponse<String> launch(int vmid, Optional<String> action)
      throws IOException, InterruptedException {
    return http.send(launching(vmid, action), BodyHandlers.ofString());
  }

  /** Asks for a launch of a VM that has crashed, to be brought back that way. */
  public HttpResponse<String> recover(int vmid, String recovery)
      throws IOException, InterruptedException {
    return http.send(
        launching(vmid, ",\"recovery\":\"%s\"".formatted(recovery)), BodyHandlers.ofString());
  }

  /** The request for a launch. */
  public HttpRequest launching(int vmid, Optional<String> action) {
    return launching(vmid, action.map(",\"action\":\"%s\""::formatted).orElse(""));
  }

  private HttpRequest launching(int vmid, String choice) {
    return HttpRequest.newBuilder(agent.url("api/launch"))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofString("{\"vmid\":%d%s}".formatted(vmid, choice)))
        .build();
  }

  /** The answer to a GET of that path. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(agent.url(path)).timeout(PATIENCE).build();
    return http.send(get, BodyHandlers.ofString());
  }

  /** What is said of the launch under way or the last one; words of its own if nothing is. */
  public String report() {
    try {
      return get("api/launch").body();
    } catch (IOException unanswered) {
      return unanswered.toString();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  /** The state of the launch under way or the last one; {@code unknown} if nothing is said. */
  public String state() {
    Matcher matcher = STATE.matcher(report());
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /** Whether the last launch is over. */
  public boolean isOver() {
    return state().matches("succeeded|failed|interrupted|cancelled");
  }

  /** Waits until that is so; an AssertionError tells of the launch if it never is. */
  public void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never saw " + what + ": " + report());
      }
      LockSupport.parkNanos(100_000_000);
    }
  }
}
