package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.function.Consumer;

/** A watch over a fake Proxmox, with time by hand, for tests of other packages. */
public final class MonitorRig {
  private final FakeProxmox proxmox = new FakeProxmox();
  private final ManualScheduler time = ManualScheduler.eager();
  private final RecordedEvents<SiteSnapshot> events = new RecordedEvents<>();
  private final InventoryMonitor watch = new InventoryMonitor(proxmox, time, events);

  /** What is looked at. */
  public FakeProxmox proxmox() {
    return proxmox;
  }

  /** The time. */
  public ManualScheduler time() {
    return time;
  }

  /** What looks. */
  public InventoryMonitor watch() {
    return watch;
  }

  /** What was told. */
  RecordedEvents<SiteSnapshot> events() {
    return events;
  }

  /** Tells that listener of every change from now on, and opens a page. */
  public void begin(Consumer<SiteSnapshot> listener) {
    events.tell(listener);
    watch.begin(new Startup());
    watch.watch();
  }

  /** The launch has moved on. */
  public void launched(LaunchReport report) {
    watch.launchMoved(report);
  }

  /** Lets so much time go by. */
  public void advance(Duration duration) {
    time.advance(duration);
  }
}
