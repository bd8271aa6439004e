package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.support.CapturedOutput;
import java.io.IOException;
import java.util.List;

/** What a process listens on according to {@code ss}, independently of the launcher's own check. */
final class SocketTable {
  private SocketTable() {}

  /** The TCP and UDP sockets that the process receives on, as address:port. */
  static List<String> listening(long pid) throws IOException, InterruptedException {
    Process ss = new ProcessBuilder("ss", "-Hlntup").start();
    CapturedOutput output = new CapturedOutput(ss.getInputStream(), "ss");
    if (ss.waitFor() != 0) {
      throw new AssertionError("ss (package iproute2) does not work here.");
    }
    output.awaitEnd();
    return output
        .text()
        .lines()
        .filter(line -> line.contains("pid=" + pid + ","))
        .map(line -> line.split("\\s+", -1)[4].replace("[::ffff:127.0.0.1]", "127.0.0.1"))
        .sorted()
        .toList();
  }
}
