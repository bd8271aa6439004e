package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.web.security.Forwarded;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One client's connection. Nothing here blocks: what the network does not take now waits in a
 * queue. A client whose queue is full is disconnected; it can connect again.
 */
final class EventStream implements WriteListener {
  /** The most unsent events. */
  private static final int LONGEST_QUEUE = 64;

  private final AsyncContext context;
  private final ServletOutputStream output;
  private final StreamView view;
  private final String client;
  private final Consumer<EventStream> onEnd;
  private final Queue<byte[]> pending = new ArrayDeque<>();
  private boolean writable;
  private boolean unflushed;
  private boolean ended;
  private long revision;

  EventStream(
      AsyncContext context,
      ServletOutputStream output,
      StreamView view,
      String client,
      Consumer<EventStream> onEnd) {
    this.context = context;
    this.output = output;
    this.view = view;
    this.client = client;
    this.onEnd = onEnd;
  }

  /** How much this client wants. */
  StreamView view() {
    return view;
  }

  /** The client that limits count, see {@link Forwarded#client}. */
  String client() {
    return client;
  }

  /**
   * Begins to write; events sent before that wait in the queue. It needs no AsyncListener: a write
   * that fails ends the stream.
   */
  void open() {
    output.setWriteListener(this);
  }

  /** Sends an event unless the client already knows this revision. */
  void send(long newRevision, byte[] frame) {
    synchronized (this) {
      if (newRevision <= revision) {
        return;
      }
      revision = newRevision;
    }
    sendAnyway(frame);
  }

  /** Sends an event whatever its revision. */
  void sendAnyway(byte[] frame) {
    boolean keep;
    synchronized (this) {
      pending.add(frame);
      keep = pending.size() <= LONGEST_QUEUE && drain();
    }
    if (!keep) {
      end();
    }
  }

  /** Ends the stream; ending it twice does nothing. */
  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      pending.clear();
    }
    onEnd.accept(this);
    try {
      context.complete();
    } catch (IllegalStateException alreadyCompleted) {
      return;
    }
  }

  @Override
  public void onWritePossible() {
    boolean keep;
    synchronized (this) {
      writable = true;
      keep = drain();
    }
    if (!keep) {
      end();
    }
  }

  /** Writes what the network takes now; false if the client is gone. */
  private boolean drain() {
    try {
      while (writable && !ended && output.isReady()) {
        byte[] frame = pending.poll();
        if (frame != null) {
          output.write(frame);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          output.flush();
        } else {
          return true;
        }
      }
      return true;
    } catch (IOException | IllegalStateException gone) {
      return false;
    }
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }
}
