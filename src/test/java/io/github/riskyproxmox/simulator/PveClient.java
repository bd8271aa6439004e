package io.github.riskyproxmox.simulator;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A plain client of Proxmox's API that knows nothing of ours: what the simulator is tested with.
 */
final class PveClient {
  private static final String NODE = "/nodes/pve1";
  private final HttpClient http;
  private final String base;
  private final String token;

  PveClient(SimServer server) {
    this(server, server.tokenId(), server.tokenSecret());
  }

  PveClient(SimServer server, String tokenId, String secret) {
    this.base = "https://127.0.0.1:" + server.port() + "/api2/json";
    this.token = "PVEAPIToken=" + tokenId + "=" + secret;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trustingAll())
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  Answer post(String path, String form) {
    return send("POST", path, "application/x-www-form-urlencoded", form);
  }

  Answer put(String path, String form) {
    return send("PUT", path, "application/x-www-form-urlencoded", form);
  }

  Answer send(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Acts on a VM of pve1 and gives the task's id. */
  String act(int vmid, String action, String form) {
    return post(NODE + "/qemu/" + vmid + "/status/" + action, form).text();
  }

  String act(int vmid, String action) {
    return act(vmid, action, "");
  }

  JsonObject current(int vmid) {
    return get(NODE + "/qemu/" + vmid + "/status/current").object();
  }

  String status(int vmid) {
    return current(vmid).getString("status");
  }

  String qmpStatus(int vmid) {
    return current(vmid).getString("qmpstatus");
  }

  String lock(int vmid) {
    return current(vmid).getString("lock", "");
  }

  JsonObject task(String upid) {
    return get(NODE + "/tasks/" + upid + "/status").object();
  }

  /** A task's exit status; {@code running} as long as it has none. */
  String exit(String upid) {
    return task(upid).getString("exitstatus", "running");
  }

  /** A task's log, its lines joined. */
  String log(String upid) {
    StringBuilder text = new StringBuilder();
    for (JsonObject line :
        get(NODE + "/tasks/" + upid + "/log").array().getValuesAs(JsonObject.class)) {
      text.append(line.getString("t")).append('\n');
    }
    return text.toString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", token)
        .timeout(Duration.ofSeconds(20));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer with its body. */
  record Answer(int status, String body) {
    JsonObject json() {
      return Json.createReader(new StringReader(body)).readObject();
    }

    JsonValue data() {
      return json().get("data");
    }

    JsonObject object() {
      return good().getJsonObject("data");
    }

    JsonArray array() {
      return good().getJsonArray("data");
    }

    String text() {
      return good().getString("data");
    }

    String message() {
      return json().getString("message");
    }

    JsonObject errors() {
      return json().getJsonObject("errors");
    }

    private JsonObject good() {
      if (status != 200) {
        throw new AssertionError(status + ": " + body);
      }
      return json();
    }
  }

  static SSLContext trustingAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

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
