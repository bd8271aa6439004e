package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.vm.ForeignText;
import io.github.riskyproxmox.message.Messages;
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
  /** The number of launches that the file holds. */
  static final int REMEMBERED = 50;

  private static final int LONGEST_REASON = 300;

  private final Path file;
  private final JournalFile content;

  /** A file in the journal's place that is not understood and could not be set aside. */
  private Optional<Foreign> foreign = Optional.empty();

  private Optional<Path> withdrawn = Optional.empty();

  LaunchJournal(Path directory) {
    file = directory.resolve("launches.json");
    content = new JournalFile(file);
  }

  /**
   * What the file held.
   *
   * @param launches newest first
   * @param complaint what was wrong with the file, which has been set aside
   */
  record Found(List<LaunchState> launches, Optional<Message> complaint) {}

  private record Foreign(Message complaint, String stamp) {}

  /**
   * Reads the file. One that cannot be understood is set aside under another name, so that nothing
   * is lost and the agent starts.
   *
   * @param use uses the launches; if it fails, the file counts as not understood
   */
  Found read(Instant now, Consumer<List<LaunchState>> use) {
    try (JsonReader reader = JournalFormat.JSON.createReader(new StringReader(content.text()))) {
      List<LaunchState> launches = JournalReader.launches(reader.readObject());
      use.accept(launches);
      return new Found(launches, Optional.empty());
    } catch (NoSuchFileException none) {
      return new Found(List.of(), Optional.empty());
    } catch (CharacterCodingException garbled) {
      return setAside(MessageKey.JOURNAL_DAMAGED, "it is not UTF-8 text", now);
    } catch (IOException unreadable) {
      return setAside(MessageKey.JOURNAL_UNREADABLE, reason(unreadable), now);
    } catch (JsonException damaged) {
      return setAside(MessageKey.JOURNAL_DAMAGED, reason(damaged), now);
    } catch (RuntimeException foreign) {
      return setAside(MessageKey.JOURNAL_FOREIGN, reason(foreign), now);
    } catch (StackOverflowError deep) {
      return setAside(MessageKey.JOURNAL_FOREIGN, "it is nested too deeply", now);
    }
  }

  /**
   * Replaces the file.
   *
   * @param launches newest first; those beyond {@link #REMEMBERED} are dropped
   * @throws IOException if it is not safely on the disk; the old file remains, unless {@link
   *     #replaced}
   */
  void write(List<LaunchState> launches) throws IOException {
    // A channel refuses to write for an interrupted thread, and the last state matters most.
    boolean interrupted = Thread.interrupted();
    try {
      if (foreign.isPresent()) {
        clear(foreign.get());
        foreign = Optional.empty();
      }
      content.replace(fitting(launches));
      deleteWithdrawn();
    } catch (FileSystemException nameless) {
      throw new IOException(words(nameless), nameless);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Renames a file that is out of date and cannot be replaced, which is possible on a full disk.
   *
   * @return its name until the next write
   * @throws IOException if it could not be renamed
   */
  Path withdraw() throws IOException {
    if (withdrawn.isEmpty()) {
      withdrawn = Optional.of(moveAside("withdrawn"));
      content.forceDirectory();
    }
    return withdrawn.get();
  }

  /** Whether the last write replaced the file, even if it failed after that. */
  boolean replaced() {
    return content.isReplaced();
  }

  /** Deletes the withdrawn file: the new one has all that it had. */
  private void deleteWithdrawn() throws IOException {
    if (withdrawn.isPresent()) {
      Files.deleteIfExists(withdrawn.get());
      withdrawn = Optional.empty();
    }
  }

  /** As many launches as fit into a file that can be read again. */
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

  /** The reason too, because the message of most of these exceptions is only a path. */
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

  private Found setAside(MessageKey problem, String reason, Instant now) {
    String stamp = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    Foreign found = new Foreign(Message.of(problem, file.toString(), reason), stamp);
    return new Found(List.of(), Optional.of(setAside(found)));
  }

  private Message setAside(Foreign found) {
    try {
      String aside = moveAside(found.stamp()).getFileName().toString();
      return Message.sentences(List.of(found.complaint(), Message.of(MessageKey.SET_ASIDE, aside)));
    } catch (IOException | RuntimeException stuck) {
      foreign = Optional.of(found);
      return Message.sentences(
          List.of(found.complaint(), Message.of(MessageKey.NOT_SET_ASIDE, reason(stuck))));
    }
  }

  private void clear(Foreign found) throws IOException {
    try {
      moveAside(found.stamp());
    } catch (IOException stuck) {
      Message still =
          Message.of(MessageKey.STILL_NOT_SET_ASIDE, String.valueOf(stuck.getMessage()));
      throw new IOException(
          Messages.text(Message.sentences(List.of(found.complaint(), still))), stuck);
    }
  }

  /** Under an unused name, so that files set aside earlier are kept. */
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
        // Another process was quicker: try the next number.
      } catch (FileSystemException nameless) {
        throw new IOException(words(nameless), nameless);
      }
    }
  }

  Path move(Path from, Path to) throws IOException {
    return Files.move(from, to);
  }
}
