package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.PveHttpClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The real gateway for tests. */
final class Gateways {
  static final String SECRET = "0f5b6c9e-#$${x}='\"-secret";

  private static final ExecutorService EXECUTOR =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gateway-test");
            thread.setDaemon(true);
            return thread;
          });

  private Gateways() {}

  static ExecutorService executor() {
    return EXECUTOR;
  }

  /** Settings for a server on this machine, changed by further keys and values. */
  static Settings settings(int port, String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("PVE_HOST", "127.0.0.1:" + port);
    values.put("PVE_TOKEN_ID", "launcher@pve!agent");
    values.put("PVE_TOKEN_SECRET", SECRET);
    for (int index = 0; index < more.length; index += 2) {
      values.put(more[index], more[index + 1]);
    }
    return Settings.from(values);
  }

  static PveGateway of(Settings settings, Limits limits) {
    return new PveGateway(settings, EXECUTOR, InstantSource.system(), limits);
  }

  /** The Rest Client by itself. */
  static PveApi client(Settings settings) {
    return PveClient.of(settings, new PveHttpClient(settings, Limits.STANDARD));
  }

  static PveGateway of(Settings settings) {
    return of(settings, Limits.STANDARD);
  }
}
