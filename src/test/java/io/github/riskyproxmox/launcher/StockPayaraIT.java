package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.CapturedOutput;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp2;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockPayaraIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Method, host, path, origin, and what the refusal says. */
  private static final List<List<String>> HOSTILE =
      List.of(
          List.of("GET", "evil.example", "/api/vms", "", "wrong_host"),
          List.of("GET", "evil.example", "/", "", "Not under that name"),
          List.of("POST", "evil.example", "/api/launch", "", "wrong_host"),
          List.of("POST", "localhost", "/api/launch", "http://evil.example", "foreign_origin"),
          List.of("POST", "localhost", "/", "http://evil.example", "Another page asked"),
          List.of("POST", "localhost", "/index.xhtml", "", "How long?"),
          List.of("POST", "localhost", "/icons/icon.svg", "", "Not with that method"),
          List.of("GET", "localhost", "/api/launch", "", "state"));

  @Test
  void thePlainWarRunsInAStockPayaraMicro(@TempDir Path directory) throws Exception {
    int port = PackagedAgent.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx384m",
            "-Djava.io.tmpdir=" + directory,
            "-jar",
            Path.of("target/parts/payara-micro.jar").toAbsolutePath().toString(),
            "--deploy",
            Path.of("target/risky-proxmox-agent.war").toAbsolutePath().toString(),
            "--contextroot",
            "/",
            "--port",
            Integer.toString(port),
            "--nohazelcast");
    builder.environment().put("PVE_HOST", "localhost:1");
    builder.environment().put("PVE_TOKEN_ID", "launcher@pve!agent");
    builder.environment().put("PVE_TOKEN_SECRET", "6b1e0c9a-not-for-anyone");
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    try {
      CapturedOutput output = new CapturedOutput(process.getInputStream(), "stock Payara Micro");
      assertTrue(output.await(line -> line.contains(" ready in "), PATIENCE), output::text);
      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertTrue(page.statusCode() == 200 && page.body().contains("</html>"), output::text);
      for (List<String> request : HOSTILE) {
        assertRefusedOverHttp2(port, request);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** The launcher's server speaks no HTTP/2, this one does: the WAR's rules are the same. */
  private static void assertRefusedOverHttp2(int port, List<String> request) throws IOException {
    List<String> headers = new ArrayList<>(List.of(":method", request.get(0), ":scheme", "http"));
    headers.addAll(List.of(":authority", request.get(1), ":path", request.get(2)));
    if (!request.get(3).isEmpty()) {
      headers.addAll(List.of("origin", request.get(3)));
    }
    try (RawHttp2 client = new RawHttp2(port)) {
      client.request(1, request.get(0).equals("GET"), headers.toArray(String[]::new));
      String body = client.answer(1);
      assertTrue(body.contains(request.get(4)), body);
    }
  }
}
