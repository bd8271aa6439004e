package io.github.riskyproxmox.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A text file that is only replaced as a whole. A write returns when the file is on the disk. */
final class JournalFile {
  /** In bytes; fifty launches take some 65 kB. A larger file is not this agent's. */
  static final int LARGEST = 4_000_000;

  private final Path file;
  private boolean replaced;

  JournalFile(Path file) {
    this.file = file;
  }

  /**
   * All of it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IOException if it cannot be read, or is not a file
   * @throws IllegalArgumentException if it is too large
   */
  String text() throws IOException {
    // Anything else, such as a pipe, may never end.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IllegalArgumentException("it is larger than %s bytes".formatted(LARGEST));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /**
   * Replaces it.
   *
   * @throws IOException if the new text is not safely on the disk: see {@link #isReplaced}
   */
  void replace(String text) throws IOException {
    replaced = false;
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    moveIntoPlace(fresh);
    replaced = true;
    forceDirectory();
  }

  /** Whether the last {@link #replace} has replaced it, even if it failed after that. */
  boolean isReplaced() {
    return replaced;
  }

  /** Writes the directory to the disk. */
  void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }

  private void moveIntoPlace(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException odd) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
