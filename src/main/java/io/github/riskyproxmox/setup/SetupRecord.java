package io.github.riskyproxmox.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What setup has made, so that it can take back just that. Each entry is written before it is made:
 * what was made is then always in it.
 */
final class SetupRecord {
  private static final String HEADER =
      "# What \"risky-proxmox-agent setup\" has made. \"setup --undo\" takes it back.";

  private final Path file;
  private final List<Made> entries = new ArrayList<>();

  SetupRecord(Path file) throws SetupFailure {
    this.file = file;
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.of()) {
      lines.filter(line -> !line.startsWith("#")).map(Made::parse).forEach(entries::add);
    } catch (IOException unreadable) {
      throw new SetupFailure(SetupText.UNREADABLE, file.toString(), unreadable.toString());
    }
  }

  /** The entries, the first made first. */
  List<Made> entries() {
    return List.copyOf(entries);
  }

  boolean has(Made entry) {
    return entries.contains(entry);
  }

  /** Adds it, if it is not there. */
  void add(Made entry) throws SetupFailure {
    if (!entries.contains(entry)) {
      entries.add(entry);
      write();
    }
  }

  /** Adds a setting. The value it had before the first change stays. */
  void addSetting(Made setting) throws SetupFailure {
    for (int i = 0; i < entries.size(); i++) {
      Made earlier = entries.get(i);
      if (earlier.what() == Made.Kind.SETTING && earlier.detail(0).equals(setting.detail(0))) {
        entries.set(i, earlier.changedTo(setting));
        write();
        return;
      }
    }
    add(setting);
  }

  /** Takes it out. Without entries there is no file. */
  void remove(Made entry) throws SetupFailure {
    entries.remove(entry);
    write();
  }

  private void write() throws SetupFailure {
    if (!entries.isEmpty()) {
      List<String> lines =
          Stream.concat(Stream.of(HEADER), entries.stream().map(Made::line)).toList();
      PrivateFile.write(file, String.join("\n", lines) + "\n");
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      throw new SetupFailure(SetupText.UNWRITABLE, file.toString(), stays.toString());
    }
  }
}
