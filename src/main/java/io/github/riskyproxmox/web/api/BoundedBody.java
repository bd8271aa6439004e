package io.github.riskyproxmox.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request body of limited size. */
final class BoundedBody {
  /** The most bytes taken. */
  static final int LIMIT = 16 * 1024;

  private BoundedBody() {}

  /** The whole body; empty if there is more than the limit. */
  static Optional<byte[]> read(InputStream stream) throws IOException {
    byte[] body = stream.readNBytes(LIMIT + 1);
    return body.length > LIMIT ? Optional.empty() : Optional.of(body);
  }
}
