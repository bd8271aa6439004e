package io.github.riskyproxmox.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that only their owner can read. */
final class PrivateFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /**
   * Replaces the file as a whole, or not at all. It is never readable by others, not even while it
   * is written.
   */
  static void write(Path file, String text) throws SetupFailure {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path directory = target.resolveSibling(".");
      Files.createDirectories(directory);
      Path whole = Files.createTempFile(directory, ".setup", "", OWNER_ONLY);
      try {
        Files.writeString(whole, text);
        Files.move(
            whole, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException unwritable) {
      throw new SetupFailure(SetupText.UNWRITABLE, file.toString(), unwritable.toString());
    }
  }
}
