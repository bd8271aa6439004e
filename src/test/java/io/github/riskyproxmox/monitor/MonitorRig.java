package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An inventory monitor with a fake Proxmox and a manual clock; other packages' tests use it too.
 */
public final class MonitorRig {
  private final FakeProxmox proxmox = new FakeProxmox();
  private final ManualScheduler time = ManualScheduler.eager();
  private final RecordedEvents<SiteSnapshot> events = new RecordedEvents<>();
  private final InventoryMonitor monitor =
      new InventoryMonitor(proxmox, settings("auto"), time, events);

  /** Settings with that value of EXCLUDE. */
  public static Settings settings(String exclude) {
    return Settings.from(
        Map.of(
            "PVE_HOST",
            "pve.lan",
            "PVE_TOKEN_ID",
            "launcher@pve!agent",
            "PVE_TOKEN_SECRET",
            "secret",
            "EXCLUDE",
            exclude));
  }

  /** The fake Proxmox. */
  public FakeProxmox proxmox() {
    return proxmox;
  }

  /** The manual clock. */
  public ManualScheduler time() {
    return time;
  }

  /** The monitor under test. */
  public InventoryMonitor monitor() {
    return monitor;
  }

  /** The published snapshots. */
  RecordedEvents<SiteSnapshot> events() {
    return events;
  }

  /** Starts the monitor, opens an event stream, and passes every new snapshot to the listener. */
  public void begin(Consumer<SiteSnapshot> listener) {
    events.setListener(listener);
    monitor.startup(new Startup());
    monitor.streamOpened();
  }

  /** Reports a new state of the launch. */
  public void launched(LaunchReport report) {
    monitor.launchChanged(report);
  }

  /** Advances the clock. */
  public void advance(Duration duration) {
    time.advance(duration);
  }
}
