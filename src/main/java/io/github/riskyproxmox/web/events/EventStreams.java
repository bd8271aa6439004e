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

/** All open streams: each gets a snapshot first, then every change, and a heartbeat. */
@ApplicationScoped
public class EventStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class.getName());

  /** How many may be open: far more than a household has screens, far fewer than sockets. */
  static final int MOST = 600;

  /** How many of them one client may have: more than a person has tabs of the page. */
  static final int EACH = 32;

  /**
   * How many of them this machine's own programs may have together. A reverse proxy that names
   * nobody is one of them, with all its clients; some stay for those who come directly.
   */
  static final int OF_THIS_MACHINE = 500;

  static final Duration HEARTBEAT = Duration.ofSeconds(8);

  private final InventoryMonitor watch;
  private final Scheduler scheduler;
  private final Set<EventStream> streams = new LinkedHashSet<>();
  private final Object broadcasting = new Object();
  private final Map<StreamView, byte[]> firstFrames = new EnumMap<>(StreamView.class);
  private SiteSnapshot sent;
  private Optional<SiteSnapshot> framed = Optional.empty();
  private boolean closed;
  private boolean broadcastPlanned;
  private boolean beating;

  /** Tells what that watch sees. */
  @Inject
  public EventStreams(InventoryMonitor watch, Scheduler scheduler) {
    this.watch = watch;
    this.scheduler = scheduler;
    this.sent = watch.snapshot();
  }

  /** Takes a listener in; false if there is no room for it. */
  boolean join(EventStream stream) {
    synchronized (this) {
      if (room(stream.client()) != StreamLimit.FREE) {
        return false;
      }
      streams.add(stream);
      SiteSnapshot now = watch.snapshot();
      if (streams.size() == 1) {
        // Nobody listened to what has happened since the last broadcast.
        sent = now;
      }
      stream.send(now.revision(), firstFrame(now, stream.view()));
      if (!beating) {
        beating = true;
        scheduler.after(HEARTBEAT, this::beat);
      }
    }
    watch.streamOpened();
    return true;
  }

  /** A listener is gone. */
  void leave(EventStream stream) {
    boolean known;
    synchronized (this) {
      known = streams.remove(stream);
    }
    if (known) {
      watch.streamClosed();
    }
  }

  /** Whether one more listener of that client is taken in. */
  synchronized StreamLimit room(String client) {
    if (closed || streams.size() >= MOST) {
      return StreamLimit.NONE;
    }
    int most = client.equals(Forwarded.THIS_MACHINE) ? OF_THIS_MACHINE : EACH;
    long open = streams.stream().filter(stream -> stream.client().equals(client)).count();
    return open >= most ? StreamLimit.NONE_FOR_CLIENT : StreamLimit.FREE;
  }

  /** Something changed: told soon, and once for several changes in a row. */
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
    // One after the other: a listener skips what is older than what it has.
    synchronized (broadcasting) {
      SiteSnapshot before;
      SiteSnapshot now;
      List<EventStream> open;
      synchronized (this) {
        broadcastPlanned = false;
        before = sent;
        now = watch.snapshot();
        sent = now;
        open = List.copyOf(streams);
      }
      try {
        tell(open, before, now);
      } catch (RuntimeException | Error defect) {
        // They have missed it: whoever connects again is told everything.
        LOG.log(Level.SEVERE, "A change could not be told; all event streams are ended.", defect);
        open.forEach(EventStream::end);
      }
    }
  }

  private void tell(List<EventStream> open, SiteSnapshot before, SiteSnapshot now) {
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

  private void beat() {
    List<EventStream> open;
    SiteSnapshot last;
    synchronized (this) {
      beating = !streams.isEmpty() && !closed;
      if (!beating) {
        return;
      }
      scheduler.after(HEARTBEAT, this::beat);
      open = List.copyOf(streams);
      last = sent;
    }
    HeartbeatJson beat = HeartbeatJson.of(last, watch.snapshot(), scheduler.steady());
    byte[] frame = EventFrame.of("heartbeat", last.revision(), beat);
    open.forEach(stream -> stream.sendAnyway(frame));
  }

  /** Many pages opening at once share one text. */
  private byte[] firstFrame(SiteSnapshot now, StreamView view) {
    // By identity: a new reading is another snapshot, of another age, at the same revision.
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
