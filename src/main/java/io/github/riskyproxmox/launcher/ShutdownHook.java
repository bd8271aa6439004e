package io.github.riskyproxmox.launcher;

/** What is put in order when the process is told to end. */
final class ShutdownHook {
  private ShutdownHook() {}

  /** Has the process ended, with those it has started. */
  static void end(Process process) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.descendants().forEach(ProcessHandle::destroyForcibly);
                  process.destroyForcibly();
                },
                "end " + process.pid()));
  }

  /** Has the directory removed after the server has stopped. */
  static void remove(RunDirectory run) {
    Thread hook =
        new Thread(
            () -> {
              PayaraServer.awaitStop();
              run.remove();
            },
            "remove " + run.path().getFileName());
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
