package io.github.riskyproxmox.web.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client's connection: it accepts bytes, blocks, or fails. */
final class FakeConnection extends ServletOutputStream implements AsyncContext {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private Optional<WriteListener> writer = Optional.empty();
  private boolean blocked;
  private boolean broken;
  private boolean complete;

  /** All bytes received so far. */
  String received() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** Whether the response has ended. */
  boolean isComplete() {
    return complete;
  }

  /** From now on no bytes are accepted. */
  void block() {
    blocked = true;
  }

  /** Bytes are accepted again. */
  void unblock() throws IOException {
    blocked = false;
    writer.orElseThrow().onWritePossible();
  }

  /** From now on writes fail. */
  void breakDown() {
    broken = true;
  }

  @Override
  public boolean isReady() {
    return !blocked;
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    writer = Optional.of(listener);
    try {
      listener.onWritePossible();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void write(int octet) throws IOException {
    if (blocked || complete) {
      throw new AssertionError("written although it was not ready, or has ended");
    }
    if (broken) {
      throw new IOException("Broken pipe");
    }
    received.write(octet);
  }

  @Override
  public void complete() {
    complete = true;
  }

  @Override
  public void addListener(AsyncListener listener) {
    // There are no timeouts.
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServletRequest getRequest() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServletResponse getResponse() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dispatch() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dispatch(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void start(Runnable run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTimeout(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long getTimeout() {
    throw new UnsupportedOperationException();
  }
}
