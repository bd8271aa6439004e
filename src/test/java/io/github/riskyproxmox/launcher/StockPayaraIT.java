package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.CapturedOutput;
import io.github.riskyproxmox.support.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockPayaraIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void thePlainWarRunsInAStockPayaraMicro(@TempDir Path directory) throws Exception {
    int port = FreePorts.next();
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx384m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + directory,
            "-Dorg.glassfish.startupThreadPolicy=USE_NO_THREADS",
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
      HttpResponse<String> page = get(port, "");
      assertTrue(page.statusCode() == 200 && page.body().contains("</html>"), output::text);
      HttpResponse<String> description = get(port, "openapi");
      assertTrue(description.body().contains("/api/launches"), description.body());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
