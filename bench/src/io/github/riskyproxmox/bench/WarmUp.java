package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prepares the agent as INSTALLING says, so that its starts are measured as people have them. */
final class WarmUp {
  private static final long LONGEST_MINUTES = 8;

  private static int preparedFor;

  private WarmUp() {}

  /** Makes the archive of classes with that JDK; an installation has one, of the JDK used last. */
  static void run(Setup setup, Jdk jdk) throws IOException, InterruptedException {
    if (preparedFor == jdk.major()) {
      return;
    }
    Progress.say("agent --prepare with " + jdk);
    Path script = setup.root().resolve("target/dist/risky-proxmox-agent/bin/risky-proxmox-agent");
    ProcessBuilder builder = new ProcessBuilder(script.toString(), "--prepare").inheritIO();
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    Process preparing = builder.start();
    if (!preparing.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || preparing.exitValue() != 0) {
      preparing.destroyForcibly();
      throw new IllegalStateException("--prepare failed with " + jdk);
    }
    preparedFor = jdk.major();
  }
}
