package io.github.riskyproxmox.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A text that is compressed (gzip, RFC 1952) while it is written, and accepts pieces that were
 * compressed before. See docs/adr/0015.
 */
final class PackedText extends Writer {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
  private static final int TRAILER = 8;
  private static final int AT_ONCE = 8192;

  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(AT_ONCE);
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[AT_ONCE];
  private final Writer encoder = new OutputStreamWriter(new Packing(), StandardCharsets.UTF_8);
  private Optional<Piece> expected = Optional.empty();
  private int length;

  PackedText() {
    packed.writeBytes(HEADER);
  }

  /** Discards what was written. */
  void reset() {
    try {
      encoder.flush();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    packed.reset();
    packed.writeBytes(HEADER);
    deflater.reset();
    checksum.reset();
    length = 0;
  }

  /**
   * A compressed part of a text.
   *
   * @param text the part
   * @param plain the same in UTF-8
   * @param packed raw deflate blocks (RFC 1951) that end at a byte boundary, without a final block
   */
  record Piece(String text, byte[] plain, byte[] packed) {
    static final Piece NONE = of("");

    /** Compresses it. */
    static Piece of(String text) {
      byte[] plain = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      try {
        deflater.setInput(plain);
        drain(deflater, Deflater.SYNC_FLUSH, new byte[AT_ONCE], packed);
      } finally {
        deflater.end();
      }
      return new Piece(text, plain, packed.toByteArray());
    }
  }

  /**
   * Announces a piece. It is inserted when its text, the identical string, is written. Mojarra 4.1
   * copies strings of less than 8,192 characters into a buffer; such a piece is compressed again.
   */
  void expect(Piece piece) {
    expected = Optional.of(piece);
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    Optional<Piece> whole =
        expected.filter(piece -> piece.text() == text && count == text.length());
    if (whole.isPresent()) {
      insert(whole.get());
    } else {
      encoder.write(text, from, count);
    }
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    encoder.write(text, from, count);
  }

  @Override
  public void flush() {
    // Nothing is sent before the text is complete.
  }

  /** Completes the text and returns the bytes to send. */
  byte[] finished() throws IOException {
    encoder.flush();
    deflater.finish();
    drain(deflater, Deflater.NO_FLUSH, buffer, packed);
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) checksum.getValue()).putInt(length);
    packed.writeBytes(trailer.array());
    return packed.toByteArray();
  }

  /** Releases native memory. */
  @Override
  public void close() {
    deflater.end();
  }

  /** A full flush, so that later data does not refer to data before the piece. */
  private void insert(Piece piece) throws IOException {
    encoder.flush();
    drain(deflater, Deflater.FULL_FLUSH, buffer, packed);
    packed.writeBytes(piece.packed());
    count(piece.plain(), 0, piece.plain().length);
  }

  private void count(byte[] plain, int from, int count) {
    checksum.update(plain, from, count);
    length += count;
  }

  private static void drain(
      Deflater deflater, int flush, byte[] buffer, ByteArrayOutputStream packed) {
    int count = deflater.deflate(buffer, 0, buffer.length, flush);
    while (count > 0) {
      packed.write(buffer, 0, count);
      count = deflater.deflate(buffer, 0, buffer.length, flush);
    }
  }

  private final class Packing extends OutputStream {
    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] plain, int from, int count) {
      count(plain, from, count);
      deflater.setInput(plain, from, count);
      drain(deflater, Deflater.NO_FLUSH, buffer, packed);
    }
  }
}
