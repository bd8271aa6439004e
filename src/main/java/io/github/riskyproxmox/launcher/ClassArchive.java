package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's archive of loaded classes, which makes the next start quicker and smaller. It is made by a
 * second, short-lived agent in demo mode, at the lowest priority, because making it at the end of
 * this one would keep whoever stops it waiting. Nothing depends on it: any failure is forgotten.
 */
final class ClassArchive {
  /** Set by the script: the file the script will use if it is there at the next start. */
  static final String FILE_PROPERTY = "riskyproxmox.archive";

  /** Set in the process that makes it, which ends by itself. */
  static final String TRAINING_PROPERTY = "riskyproxmox.training";

  /** How many seconds after the start it is made; for tests. */
  private static final String QUIET_PROPERTY = "riskyproxmox.archive-after";

  // With any of them Java 25 does not start to make one.
  private static final List<String> USES = List.of("-Xshare:", "-XX:SharedArchiveFile", "-XX:AOT");

  private static final int QUIET_SECONDS = 30;
  private static final int FIRST_WITH_AOT_CACHE = 25;
  private static final int TRAINING_MINUTES = 30;

  // classes-VERSION-PLACE-CHECKSUM-LENGTH, as the script makes it
  private static final Pattern NAME = Pattern.compile("classes-.*-(?<place>\\d+)-\\d+-\\d+");

  private final Path file;

  private ClassArchive(Path file) {
    this.file = file;
  }

  /** Makes it half a minute from now, unless it is there or another agent is at it. */
  static void makeLater() {
    Optional<Path> file = Optional.ofNullable(System.getProperty(FILE_PROPERTY)).map(Path::of);
    if (file.isEmpty() || Files.exists(file.get()) || isTraining()) {
      return;
    }
    ClassArchive archive = new ClassArchive(file.get());
    Executor thread =
        work -> {
          Thread background = new Thread(work, "class archive");
          background.setDaemon(true);
          background.start();
        };
    CompletableFuture.delayedExecutor(
            Integer.getInteger(QUIET_PROPERTY, QUIET_SECONDS), TimeUnit.SECONDS, thread)
        .execute(archive::makeIfAlone);
  }

  /**
   * The script's note that this start uses it and may crash by it is taken away: the start is
   * through, or ends otherwise than by a crash.
   */
  static void vouchFor() {
    Optional.ofNullable(System.getProperty(FILE_PROPERTY))
        .map(file -> Path.of(file + ".trying." + ProcessHandle.current().pid()))
        .ifPresent(ClassArchive::deleteIfPossible);
  }

  /** Whether this process is the one that makes it. */
  static boolean isTraining() {
    return Boolean.getBoolean(TRAINING_PROPERTY);
  }

  private void makeIfAlone() {
    try {
      Files.createDirectories(file.getParent());
      Path lock = file.resolveSibling("lock-" + place());
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.tryLock()) {
        if (held != null && !Files.exists(file)) {
          make();
        }
      }
    } catch (IOException notThisTime) {
      // a read-only or full disk: the next start takes as long as this one
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void make() throws IOException, InterruptedException {
    Path unfinished =
        file.resolveSibling(file.getFileName() + ".unfinished." + ProcessHandle.current().pid());
    ProcessBuilder training = new ProcessBuilder(command(unfinished));
    Map<String, String> environment = training.environment();
    environment.keySet().removeIf(name -> name.startsWith("PVE_") || Settings.KEYS.contains(name));
    training.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = training.start();
    ShutdownHook.end(process);
    boolean ended = process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES);
    if (ended && process.exitValue() == 0 && Files.isRegularFile(unfinished)) {
      publish(unfinished);
      removeOthers();
    } else {
      process.destroyForcibly();
      Files.deleteIfExists(unfinished);
    }
  }

  /** Synced, or a power cut could leave the whole length of it in zeros, which crash Java. */
  private void publish(Path unfinished) throws IOException {
    // Java makes it read-only; only root could open it for more.
    try (FileChannel content = FileChannel.open(unfinished)) {
      content.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent())) {
      directory.force(true);
    }
  }

  /** This process's own command, less what uses an archive, plus what makes one. */
  private static List<String> command(Path unfinished) throws IOException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(one -> USES.stream().noneMatch(one::startsWith))
        .forEach(command::add);
    command.add(
        Runtime.version().feature() >= FIRST_WITH_AOT_CACHE
            ? "-XX:AOTCacheOutput=" + unfinished
            : "-XX:ArchiveClassesAtExit=" + unfinished);
    command.add("-D" + TRAINING_PROPERTY + "=true");
    command.addAll(List.of("-jar", PayaraServer.launcherJar().toString()));
    command.addAll(List.of("--demo", "--port", Integer.toString(freePort())));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Those of another Java or an earlier version, a hundred megabytes each; another installation's
   * stay.
   */
  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(file.getParent(), "classes-*-" + place() + "-*")) {
      for (Path one : others) {
        if (!one.equals(file)) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  /** The checksum of the installation's path that the script has put into the name. */
  private String place() {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? name.group("place") : "0";
  }

  private static void deleteIfPossible(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException kept) {
      // the next start makes a new archive
    }
  }
}
