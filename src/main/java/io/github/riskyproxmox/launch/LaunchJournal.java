package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchState;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The launches, newest first, in one file of the state directory: the one under way, if any, is the
 * first. Every write replaces the file as a whole and reaches the disk before it returns.
 */
class LaunchJournal {
  /** How many launches are remembered. */
  static final int REMEMBERED = 50;

  private static final String FORMAT = "risky-proxmox-agent launches";

  private final Path file;
  // What is there is not this agent's, and is still in the place of its record.
  private Optional<Foreign> foreign = Optional.empty();
  private Optional<Path> withdrawn = Optional.empty();

  LaunchJournal(Path directory) {
    file = directory.resolve("launches.json");
  }

  /**
   * What was found.
   *
   * @param launches newest first
   * @param complaint what was wrong with the file, for people; it has been set aside
   */
  record Found(List<LaunchState> launches, Optional<String> complaint) {}

  private record Foreign(String complaint, String stamp) {}

  /**
   * Reads the file. One that cannot be understood is set aside under another name, so that nothing
   * is lost and the service starts.
   *
   * @param use what will be done with what is found; where it fails, that is not understood
   */
  Found read(Instant now, Consumer<List<LaunchState>> use) {
    // Read first, so that a disk that fails is not taken for a file that is damaged.
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file));
        JsonReader reader = JournalFormat.JSON.createReader(in)) {
      List<LaunchState> launches = launches(reader.readObject());
      use.accept(launches);
      return new Found(launches, Optional.empty());
    } catch (NoSuchFileException none) {
      return new Found(List.of(), Optional.empty());
    } catch (IOException unreadable) {
      return new Found(List.of(), Optional.of(setAside("cannot be read", unreadable, now)));
    } catch (JsonException damaged) {
      return new Found(List.of(), Optional.of(setAside("is damaged", damaged, now)));
    } catch (RuntimeException foreign) {
      return new Found(List.of(), Optional.of(setAside("is not understood", foreign, now)));
    }
  }

  /**
   * Replaces the file.
   *
   * @param launches newest first; those beyond {@link #REMEMBERED} are dropped
   * @throws IOException if that is not safely on the disk; the old file stands then
   */
  void write(List<LaunchState> launches) throws IOException {
    // Channels refuse to write for an interrupted thread; what is written last matters most.
    boolean interrupted = Thread.interrupted();
    try {
      if (foreign.isPresent()) {
        clear(foreign.get());
        foreign = Optional.empty();
      }
      write(text(launches));
      forgetWithdrawn();
    } catch (FileSystemException nameless) {
      throw new IOException(words(nameless), nameless);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Takes away a file that is no longer true and cannot be replaced: for that a full disk has room.
   *
   * @return where it is until the next write
   * @throws IOException if it is still in its place
   */
  Path withdraw() throws IOException {
    if (withdrawn.isEmpty()) {
      withdrawn = Optional.of(moveAside("withdrawn"));
      forceDirectory();
    }
    return withdrawn.get();
  }

  /** The new file has all that it had. */
  private void forgetWithdrawn() throws IOException {
    if (withdrawn.isPresent()) {
      Files.deleteIfExists(withdrawn.get());
      withdrawn = Optional.empty();
    }
  }

  private static String text(List<LaunchState> launches) {
    JsonArrayBuilder array = JournalFormat.JSON.createArrayBuilder();
    launches.stream().limit(REMEMBERED).map(JournalFormat::write).forEach(array::add);
    return JournalFormat.JSON
        .createObjectBuilder()
        .add("format", FORMAT)
        .add("version", JournalFormat.VERSION)
        .add("launches", array)
        .build()
        .toString();
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    replace(fresh);
  }

  private void replace(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException odd) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
    forceDirectory();
  }

  private void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }

  /** What Java leaves unsaid: the message of most of them is only a path. */
  private static String words(FileSystemException failure) {
    String reason =
        Optional.ofNullable(failure.getReason())
            .orElse(
                failure instanceof AccessDeniedException
                    ? "permission denied"
                    : failure instanceof FileAlreadyExistsException
                        ? "it is a file, not a directory"
                        : failure.getClass().getSimpleName());
    return failure.getFile() + ": " + reason;
  }

  private static List<LaunchState> launches(JsonObject json) {
    if (!json.getString("format", "").equals(FORMAT)) {
      throw new IllegalArgumentException("it is not a file of this agent");
    }
    int version = json.getInt("version", 0);
    if (version != JournalFormat.VERSION) {
      throw new IllegalArgumentException(
          "it is of version %s, and this agent reads version %s"
              .formatted(version, JournalFormat.VERSION));
    }
    JsonArray array = json.getJsonArray("launches");
    Stream<JsonObject> objects = array.getValuesAs(JsonObject.class).stream();
    return objects.map(JournalFormat::read).toList();
  }

  private String setAside(String what, Exception why, Instant now) {
    String stamp = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    String reason =
        why instanceof FileSystemException nameless
            ? words(nameless)
            : Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
    Foreign found =
        new Foreign(
            "The record of earlier launches (%s) %s: %s.".formatted(file, what, reason), stamp);
    try {
      Path aside = moveAside(found.stamp());
      return found.complaint()
          + " It was set aside as %s; a launch that was under way is not resumed."
              .formatted(aside.getFileName());
    } catch (IOException stuck) {
      foreign = Optional.of(found);
      return found.complaint()
          + " It could not be set aside either (%s): until it can, no launch is begun."
              .formatted(stuck.getMessage());
    }
  }

  private void clear(Foreign found) throws IOException {
    try {
      moveAside(found.stamp());
    } catch (IOException stuck) {
      throw new IOException(
          found.complaint() + " It cannot be set aside: " + stuck.getMessage(), stuck);
    }
  }

  /** Under a name that nothing has: what was set aside before is kept. */
  private Path moveAside(String name) throws IOException {
    for (int number = 1; ; number++) {
      String again = number == 1 ? "" : "-" + number;
      Path aside = file.resolveSibling("launches.%s%s.set-aside".formatted(name, again));
      try {
        // The move itself would replace an empty directory.
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
          return move(file, aside);
        }
      } catch (NoSuchFileException gone) {
        return aside;
      } catch (FileAlreadyExistsException quicker) {
        // The next number, then.
      } catch (FileSystemException nameless) {
        throw new IOException(words(nameless), nameless);
      }
    }
  }

  Path move(Path from, Path to) throws IOException {
    return Files.move(from, to);
  }
}
