package io.github.riskyproxmox.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Collects what a process prints, line by line, and lets a test wait for a line. */
public final class CapturedOutput {
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  /** Starts collecting until the stream ends. */
  public CapturedOutput(InputStream stream, String name) {
    Thread reader = new Thread(() -> collect(stream), "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** All that was printed so far. */
  public synchronized String text() {
    return text.toString();
  }

  /** Waits until a line was printed that satisfies the condition; false if there is none. */
  public boolean await(Predicate<String> line) throws InterruptedException {
    return await(line, Waiting.LIMIT);
  }

  /** Waits until the process has printed everything. */
  public void awaitEnd() throws InterruptedException {
    boolean unused = await(line -> false, Waiting.LIMIT);
  }

  /**
   * Waits until a line was printed that satisfies the condition.
   *
   * @return false if the stream ended or the time was up before
   */
  public synchronized boolean await(Predicate<String> line, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (text.toString().lines().noneMatch(line)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void collect(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        append(line);
      }
    } catch (IOException closed) {
      append("(output ended: " + closed.getMessage() + ")");
    }
    end();
  }

  private synchronized void append(String line) {
    text.append(line).append('\n');
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
