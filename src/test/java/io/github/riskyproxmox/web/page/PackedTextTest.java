package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PackedTextTest {
  /** Longer than the 32 kB that deflate looks back, with letters of one to four bytes. */
  private static final String GRID =
      "<article>Müller \u20ac \uD83D\uDDA5 one</article>".repeat(3_000);

  @Test
  void writtenTextCanBeDecompressed() throws IOException {
    try (PackedText text = new PackedText()) {
      write(text, "before ", GRID, "\uD83D", "\uDDA5 after");
      assertEquals("before " + GRID + "\uD83D\uDDA5 after", read(text));
    }
  }

  @Test
  void aPieceIsInsertedWhereItsTextIsWritten() throws IOException {
    PackedText.Piece grid = PackedText.Piece.of(GRID);
    String other = "<article>Müller \u20ac</article>".repeat(2_000);
    try (PackedText text = new PackedText()) {
      write(text, "<article>one</article>");
      text.expect(grid);
      write(text, other, grid.text(), other, grid.text());
      assertEquals("<article>one</article>" + other + GRID + other + GRID, read(text));
    }
  }

  @Test
  void aPieceIsNotCompressedAgain() throws IOException {
    String noise =
        IntStream.range(0, 50_000)
            .mapToObj(i -> Integer.toString(i * 7919 % 1_000_003, 36))
            .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
            .toString();
    PackedText.Piece piece = PackedText.Piece.of(noise);
    try (PackedText text = new PackedText()) {
      text.expect(piece);
      write(text, "a", piece.text(), "z");
      byte[] finished = text.finished();
      assertTrue(
          new String(finished, StandardCharsets.ISO_8859_1)
              .contains(new String(piece.packed(), StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  void anEqualStringIsNotAPiece() throws IOException {
    try (PackedText text = new PackedText()) {
      text.expect(PackedText.Piece.of("grid"));
      write(text, "a ", new StringBuilder("grid").toString(), " here");
      assertEquals("a grid here", read(text));
    }
  }

  @Test
  void aResetDiscardsTheText() throws IOException {
    PackedText.Piece grid = PackedText.Piece.of(GRID);
    try (PackedText text = new PackedText()) {
      text.expect(grid);
      write(text, "half ", grid.text(), " a page");
      text.reset();
      write(text, "a whole one ", grid.text());
      assertEquals("a whole one " + GRID, read(text));
    }
  }

  @Test
  void withoutWritesTheTextIsEmpty() throws IOException {
    try (PackedText text = new PackedText()) {
      text.expect(PackedText.Piece.NONE);
      write(text, PackedText.Piece.NONE.text());
      assertEquals("", read(text));
    }
  }

  /** As the container's writer hands it on. */
  private static void write(PackedText text, String... parts) {
    PrintWriter writer = new PrintWriter(text);
    for (String part : parts) {
      writer.write(part);
    }
  }

  private static String read(PackedText text) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(text.finished()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
