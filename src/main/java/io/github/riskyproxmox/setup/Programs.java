package io.github.riskyproxmox.setup;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Runs the programs of this machine. */
final class Programs {
  private final List<Path> directories;

  /** Finds programs in the directories of that PATH. */
  Programs(String path) {
    directories =
        Stream.of(path.split(File.pathSeparator))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .toList();
  }

  /** Whether that program is there. */
  boolean has(String name) {
    return find(name).isPresent();
  }

  private Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs it until it ends. What it prints is never shown: it may be the secret.
   *
   * @throws SetupFailure if it is missing
   */
  Ended run(CommandLine command) throws SetupFailure {
    Path program =
        find(command.program())
            .orElseThrow(() -> new SetupFailure(SetupText.PROGRAM_MISSING, command.program()));
    ProcessBuilder builder = new ProcessBuilder(command.with(program.toString()));
    builder.redirectInput(new File("/dev/null"));
    try {
      Process process = builder.start();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      String printed = text(process.getInputStream());
      return new Ended(process.waitFor(), printed, errors.join().strip());
    } catch (IOException failed) {
      throw new SetupFailure(SetupText.PROGRAM_FAILED, command.toString(), failed.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SetupFailure(SetupText.PROGRAM_FAILED, command.toString(), interrupted.toString());
    }
  }

  /**
   * Runs it and expects that it succeeds.
   *
   * @return what it printed
   * @throws SetupFailure with its errors
   */
  String succeed(CommandLine command) throws SetupFailure {
    Ended ended = run(command);
    if (ended.status() != 0) {
      throw new SetupFailure(
          SetupText.PROGRAM_FAILED,
          command.toString(),
          ended.errors().isEmpty() ? "exit status " + ended.status() : ended.errors());
    }
    return ended.printed();
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * How a program ended.
   *
   * @param status 0 if it succeeded
   * @param printed may be a secret
   * @param errors never the secret: a program that fails makes none
   */
  record Ended(int status, String printed, String errors) {
    @Override
    public String toString() {
      return "exit status " + status;
    }
  }
}
