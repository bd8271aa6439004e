package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.security.Forwarded;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** All open event streams: each gets a snapshot first, then every change, and heartbeats. */
@ApplicationScoped
public class EventStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class.getName());

  /** The most open streams: far more than a household has screens, far fewer than sockets. */
  static final int MOST = 600;

  /** The most of one client: more than a person has tabs of the page. */
  static final int EACH = 32;

  /**
   * The most of this machine. All clients of a local reverse proxy that sends no X-Forwarded-For
   * count as this machine; the rest is reserved for clients that connect directly.
   */
  static final int OF_THIS_MACHINE = 500;

  static final Duration HEARTBEAT = Duration.ofSeconds(8);

  private final InventoryMonitor monitor;
  private final Scheduler scheduler;
  private final Set<EventStream> streams = new LinkedHashSet<>();
  private final Object broadcasting = new Object();
  private final Map<StreamView, byte[]> firstFrames = new EnumMap<>(StreamView.class);
  private SiteSnapshot sent;
  private Optional<SiteSnapshot> framed = Optional.empty();
  private boolean closed;
  private boolean broadcastPlanned;
  private boolean beating;

  /** Sends what this monitor reads. */
  @Inject
  public EventStreams(InventoryMonitor monitor, Scheduler scheduler) {
    this.monitor = monitor;
    this.scheduler = scheduler;
    this.sent = monitor.snapshot();
  }

  /** Adds a stream and sends the snapshot; false if a limit is reached. */
  boolean join(EventStream stream) {
    synchronized (this) {
      if (limit(stream.client()) != StreamLimit.FREE) {
        return false;
      }
      streams.add(stream);
      SiteSnapshot now = monitor.snapshot();
      if (streams.size() == 1) {
        // There was nobody to send the changes since the last broadcast to.
        sent = now;
      }
      stream.send(now.revision(), firstFrame(now, stream.view()));
      if (!beating) {
        beating = true;
        scheduler.after(HEARTBEAT, this::sendHeartbeat);
      }
    }
    monitor.streamOpened();
    return true;
  }

  /** Removes a stream. */
  void leave(EventStream stream) {
    boolean known;
    synchronized (this) {
      known = streams.remove(stream);
    }
    if (known) {
      monitor.streamClosed();
    }
  }

  /** Whether this client may open one more stream. */
  synchronized StreamLimit limit(String client) {
    if (closed || streams.size() >= MOST) {
      return StreamLimit.NONE;
    }
    int most = client.equals(Forwarded.THIS_MACHINE) ? OF_THIS_MACHINE : EACH;
    long open = streams.stream().filter(stream -> stream.client().equals(client)).count();
    return open >= most ? StreamLimit.NONE_FOR_CLIENT : StreamLimit.FREE;
  }

  /** Plans one broadcast for this change and those that follow at once. */
  void changed(@Observes SiteSnapshot snapshot) {
    synchronized (this) {
      if (!broadcastPlanned && !streams.isEmpty()) {
        broadcastPlanned = true;
        scheduler.soon(this::broadcast);
      }
    }
  }

  @PreDestroy
  void close() {
    List<EventStream> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(streams);
    }
    open.forEach(EventStream::end);
  }

  private void broadcast() {
    // In order: a stream skips revisions older than the last one sent.
    synchronized (broadcasting) {
      SiteSnapshot before;
      SiteSnapshot now;
      List<EventStream> open;
      synchronized (this) {
        broadcastPlanned = false;
        before = sent;
        now = monitor.snapshot();
        sent = now;
        open = List.copyOf(streams);
      }
      try {
        send(open, before, now);
      } catch (RuntimeException | Error defect) {
        // The clients have missed a change. When they connect again they get a new snapshot.
        LOG.log(
            Level.SEVERE,
            "A change could not be sent. All event streams end; the clients connect again.",
            defect);
        open.forEach(EventStream::end);
      }
    }
  }

  private void send(List<EventStream> open, SiteSnapshot before, SiteSnapshot now) {
    Map<StreamView, byte[]> frames = new EnumMap<>(StreamView.class);
    Instant steady = scheduler.steady();
    for (EventStream stream : open) {
      byte[] frame =
          frames.computeIfAbsent(
              stream.view(),
              view -> EventFrame.of("change", now.revision(), view.change(before, now, steady)));
      stream.send(now.revision(), frame);
    }
  }

  private void sendHeartbeat() {
    List<EventStream> open;
    SiteSnapshot last;
    synchronized (this) {
      beating = !streams.isEmpty() && !closed;
      if (!beating) {
        return;
      }
      scheduler.after(HEARTBEAT, this::sendHeartbeat);
      open = List.copyOf(streams);
      last = sent;
    }
    HeartbeatJson beat = HeartbeatJson.of(last, monitor.snapshot(), scheduler.steady());
    byte[] frame = EventFrame.of("heartbeat", last.revision(), beat);
    open.forEach(stream -> stream.sendAnyway(frame));
  }

  /** Pages that open at the same time share one first event. */
  private byte[] firstFrame(SiteSnapshot now, StreamView view) {
    // By identity: a new reading is a snapshot of another age at the same revision.
    if (framed.filter(last -> last == now).isEmpty()) {
      framed = Optional.of(now);
      firstFrames.clear();
    }
    return firstFrames.computeIfAbsent(
        view,
        wanted ->
            EventFrame.first("snapshot", now.revision(), wanted.snapshot(now, scheduler.steady())));
  }
}
