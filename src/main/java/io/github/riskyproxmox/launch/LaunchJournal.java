package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.vm.ForeignText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The launches, newest first, in one file of the state directory: the one under way, if any, is the
 * first. Every write replaces the file as a whole and reaches the disk before it returns.
 */
class LaunchJournal {
  /** How many launches are remembered. */
  static final int REMEMBERED = 50;

  private static final int LONGEST_REASON = 300;

  private final Path file;
  private final JournalFile content;
  // What is there is not this agent's, and is still in the place of its record.
  private Optional<Foreign> foreign = Optional.empty();
  private Optional<Path> withdrawn = Optional.empty();

  LaunchJournal(Path directory) {
    file = directory.resolve("launches.json");
    content = new JournalFile(file);
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
    try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader(content.text()))) {
      List<LaunchState> launches = JournalReader.launches(reader.readObject());
      use.accept(launches);
      return new Found(launches, Optional.empty());
    } catch (NoSuchFileException none) {
      return new Found(List.of(), Optional.empty());
    } catch (CharacterCodingException garbled) {
      return setAside("is damaged", "it is not UTF-8 text", now);
    } catch (IOException unreadable) {
      return setAside("cannot be read", reason(unreadable), now);
    } catch (JsonException damaged) {
      return setAside("is damaged", reason(damaged), now);
    } catch (RuntimeException foreign) {
      return setAside("is not understood", reason(foreign), now);
    } catch (StackOverflowError deep) {
      return setAside("is not understood", "it is nested too deeply", now);
    }
  }

  /**
   * Replaces the file.
   *
   * @param launches newest first; those beyond {@link #REMEMBERED} are dropped
   * @throws IOException if that is not safely on the disk; the old file stands then, unless {@link
   *     #replaced}
   */
  void write(List<LaunchState> launches) throws IOException {
    // Channels refuse to write for an interrupted thread; what is written last matters most.
    boolean interrupted = Thread.interrupted();
    try {
      if (foreign.isPresent()) {
        clear(foreign.get());
        foreign = Optional.empty();
      }
      content.replace(fitting(launches));
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
      content.forceDirectory();
    }
    return withdrawn.get();
  }

  /** Whether the last write has replaced the file, even if it failed after that. */
  boolean replaced() {
    return content.isReplaced();
  }

  /** The new file has all that it had. */
  private void forgetWithdrawn() throws IOException {
    if (withdrawn.isPresent()) {
      Files.deleteIfExists(withdrawn.get());
      withdrawn = Optional.empty();
    }
  }

  /** As many as fit into a file that is read again. */
  private static String fitting(List<LaunchState> launches) throws IOException {
    int most = Math.min(REMEMBERED, launches.size());
    String text = text(launches.subList(0, most));
    while (text.getBytes(StandardCharsets.UTF_8).length > JournalFile.LARGEST) {
      if (most <= 1) {
        throw new IOException("it would be larger than %s bytes".formatted(JournalFile.LARGEST));
      }
      most /= 2;
      text = text(launches.subList(0, most));
    }
    return text;
  }

  private static String text(List<LaunchState> launches) {
    JsonArrayBuilder array = JournalFormat.JSON.createArrayBuilder();
    launches.stream().map(JournalFormat::write).forEach(array::add);
    return JournalFormat.JSON
        .createObjectBuilder()
        .add("format", JournalFormat.FORMAT)
        .add("version", JournalFormat.VERSION)
        .add("launches", array)
        .build()
        .toString();
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

  private static String reason(Exception why) {
    String text =
        why instanceof FileSystemException nameless
            ? words(nameless)
            : Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
    String brief = ForeignText.line(text, LONGEST_REASON);
    return brief.endsWith(".") ? brief.substring(0, brief.length() - 1) : brief;
  }

  private Found setAside(String what, String reason, Instant now) {
    String stamp = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    Foreign found =
        new Foreign(
            "The record of earlier launches (%s) %s: %s.".formatted(file, what, reason), stamp);
    return new Found(List.of(), Optional.of(setAside(found)));
  }

  private String setAside(Foreign found) {
    try {
      Path aside = moveAside(found.stamp());
      return found.complaint()
          + " It was set aside as %s; a launch that was under way is not resumed."
              .formatted(aside.getFileName());
    } catch (IOException | RuntimeException stuck) {
      foreign = Optional.of(found);
      return found.complaint()
          + " It could not be set aside either (%s): until it can, no launch is begun."
              .formatted(reason(stuck));
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
