package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Does what a script would do: requests the shutdown, polls every two seconds until the task has
 * ended and the VM is stopped, and requests the start.
 */
final class PlainPoller implements Switching.Switcher {
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Pattern UPID = Pattern.compile("UPID:[^\"]+");

  private final SimServer proxmox;
  private final HttpClient client;

  PlainPoller(SimServer proxmox) throws GeneralSecurityException {
    this.proxmox = proxmox;
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new TrustAll()}, null);
    this.client = HttpClient.newBuilder().sslContext(tls).build();
  }

  @Override
  public void shutDownAndStart(int old, int next) throws Exception {
    Matcher upid = UPID.matcher(call("POST", "qemu/" + old + "/status/shutdown"));
    if (!upid.find()) {
      throw new IOException("no task");
    }
    String task = "tasks/" + upid.group() + "/status";
    do {
      Wait.of(PERIOD);
    } while (!call("GET", task).contains("\"exitstatus\":\"OK\"")
        || !call("GET", "qemu/" + old + "/status/current").contains("\"status\":\"stopped\""));
    String unused = call("POST", "qemu/" + next + "/status/start");
  }

  private String call(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + proxmox.port() + "/api2/json/nodes/pve/" + path))
            .header(
                "Authorization", "PVEAPIToken=" + proxmox.tokenId() + "=" + proxmox.tokenSecret())
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  /** Accepts any certificate: the simulator creates a new one at each start. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
