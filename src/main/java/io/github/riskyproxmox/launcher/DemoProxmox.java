package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.InvalidSettings;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The simulated Proxmox VE server of {@code --demo}, with HTTPS like a real one. */
final class DemoProxmox {
  private static final String HOSTS = "ALLOWED_HOSTS";

  private DemoProxmox() {}

  /**
   * Starts it on a free loopback port until the process ends. System properties point the
   * application at it, because they take precedence over a real Proxmox in the environment.
   *
   * @param environment only ALLOWED_HOSTS is read
   * @return where it listens
   * @throws StartFailure if ALLOWED_HOSTS is wrong
   */
  static ListenAddress start(Map<String, String> environment) throws StartFailure {
    SimServer server = SimServer.start(SimScenario.demo(), SimClock.system(), 0);
    Map<String, String> settings = new HashMap<>();
    Settings.KEYS.forEach(key -> settings.put(key, ""));
    settings.put("PVE_HOST", "https://127.0.0.1:" + server.port());
    settings.put("PVE_TOKEN_ID", server.tokenId());
    settings.put("PVE_TOKEN_SECRET", server.tokenSecret());
    settings.put("PVE_FINGERPRINT", server.fingerprint());
    settings.put(HOSTS, environment.getOrDefault(HOSTS, ""));
    try {
      Settings.from(settings);
    } catch (InvalidSettings invalid) {
      throw new StartFailure(invalid.problems());
    }
    settings.forEach(System::setProperty);
    return new ListenAddress(InetAddress.getLoopbackAddress(), server.port());
  }
}
