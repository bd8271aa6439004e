package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.InvalidSettings;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The simulated Proxmox VE server of {@code --demo}, with HTTPS like a real one.
 *
 * @param listen where it listens
 * @param settings for the application
 */
record DemoProxmox(ListenAddress listen, Settings settings) {

  /**
   * Starts it on a free loopback port until the process ends. System properties point the
   * application at it, because they take precedence over a real Proxmox in the environment.
   *
   * @param environment only the settings of the page are read
   * @throws StartFailure if one of them is wrong
   */
  static DemoProxmox start(Map<String, String> environment) throws StartFailure {
    SimServer server = SimServer.start(SimScenario.demo(), SimClock.system(), 0);
    Map<String, String> settings = new HashMap<>();
    Settings.KEYS.forEach(key -> settings.put(key, ""));
    settings.put("PVE_HOST", "https://127.0.0.1:" + server.port());
    settings.put("PVE_TOKEN_ID", server.tokenId());
    settings.put("PVE_TOKEN_SECRET", server.tokenSecret());
    settings.put("PVE_FINGERPRINT", server.fingerprint());
    Settings.PAGE_KEYS.forEach(key -> settings.put(key, environment.getOrDefault(key, "")));
    try {
      Settings checked = Settings.from(settings);
      settings.forEach(System::setProperty);
      return new DemoProxmox(
          new ListenAddress(InetAddress.getLoopbackAddress(), server.port()), checked);
    } catch (InvalidSettings invalid) {
      throw new StartFailure(invalid.problems());
    }
  }
}
