package io.github.riskyproxmox.web.security;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;

/** A body in memory as a servlet reads it. */
final class BufferedBody extends ServletInputStream {
  private final ByteArrayInputStream bytes;

  BufferedBody(ByteArrayInputStream bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return bytes.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return bytes.read(target, offset, length);
  }

  @Override
  public boolean isFinished() {
    return bytes.available() == 0;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new IllegalStateException("The body is here already: there is nothing to wait for.");
  }
}
