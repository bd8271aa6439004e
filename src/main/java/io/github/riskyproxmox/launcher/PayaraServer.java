package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Payara Micro in this process, with the application at the root. */
final class PayaraServer {
  private static final String MICRO = "fish.payara.micro.impl.PayaraMicroImpl";
  private static final String STOPPING_THREAD = "Payara Micro Shutdown Hook";
  private static final int STOP_MILLIS = 4_000;
  private static final int LOOKS = 40;
  private static final int LOOK_MILLIS = 5;

  private static volatile boolean booting;

  private PayaraServer() {}

  /**
   * Looks for what Payara cannot do without: it asks which address this machine's own name has, and
   * where none is known it ends in stack traces (measured, 6.2025.10).
   */
  static void checkMachine() throws StartFailure {
    try {
      InetAddress.getLocalHost();
    } catch (UnknownHostException nameless) {
      String name = String.valueOf(nameless.getMessage()).replaceFirst(":.*", "");
      throw new StartFailure(
          ("This machine's own name, %s, has no address, and the server below needs one;"
                  + " add the line \"127.0.1.1 %s\" to /etc/hosts.")
              .formatted(name, name));
    }
  }

  /**
   * Returns when the application is deployed, or when its deployment has failed: Payara tells the
   * log only.
   *
   * @param application the WAR, unpacked: Payara would do that at every start
   * @param listen decides whether IPv6 is listened on
   * @param run furnished
   */
  static void boot(Path application, ListenAddress listen, RunDirectory run) throws IOException {
    booting = true;
    setBootProperties();
    if (listen.address() instanceof Inet4Address) {
      System.setProperty("java.nio.channels.spi.SelectorProvider", Ipv4Listening.class.getName());
    }
    // The jar whose manifest lists the runtime's jars, and where these lie: Payara looks for its
    // services in the first and lets its policy trust the second.
    Path launcherJar = launcherJar();
    System.setProperty("fish.payara.micro.BootJar", launcherJar.toUri().toString());
    System.setProperty("fish.payara.micro.UnpackDir", launcherJar.getParent().toString());
    System.setProperty("mp.config.property.expressions.enabled", "false");
    // Otherwise all jars are looked through for it whenever /health or class Json makes an object.
    System.setProperty("jakarta.json.provider", "org.eclipse.parsson.JsonProviderImpl");
    // Otherwise each beans.xml is held against its schema, at every start.
    System.setProperty("org.jboss.weld.xml.disableValidating", "true");
    micro(
        "--rootdir",
        run.path().toString(),
        "--deploy",
        application.toString(),
        "--contextroot",
        "/",
        "--logproperties",
        run.logging().toString(),
        "--postdeploycommandfile",
        run.postDeploy().toString(),
        "--nohazelcast",
        "--disablephonehome");
  }

  /** Waits, for a few seconds at most, until Payara's own shutdown hook is through. */
  static void awaitStop() {
    try {
      Optional<Thread> stopping = stoppingThread();
      if (stopping.isPresent()) {
        stopping.get().join(STOP_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Java starts the hooks in no fixed order, and a thread not yet started is not listed. */
  private static Optional<Thread> stoppingThread() throws InterruptedException {
    Optional<Thread> found = Optional.empty();
    for (int look = 0; booting && found.isEmpty() && look < LOOKS; look++) {
      found =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals(STOPPING_THREAD))
              .findAny();
      if (found.isEmpty()) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
    return found;
  }

  private static void micro(String... arguments) throws IOException {
    try {
      Class.forName(MICRO).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException failed) {
      throw new IOException("Payara Micro did not start: " + failed.getCause(), failed.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IOException("lib/payara is not complete: " + missing, missing);
    }
  }

  /** Where this class was loaded from. */
  static Path launcherJar() throws IOException {
    try {
      return Path.of(
          PayaraServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException odd) {
      throw new IOException("launcher.jar lies at a place Java cannot name.", odd);
    }
  }

  /** As Payara's own starter does: what is already set stays. */
  private static void setBootProperties() throws IOException {
    System.setProperty("java.net.preferIPv4Stack", "false");
    Properties defaults = new Properties();
    try (InputStream in =
        PayaraServer.class.getResourceAsStream("/MICRO-INF/payara-boot.properties")) {
      if (in != null) {
        defaults.load(in);
      }
    }
    for (String name : defaults.stringPropertyNames()) {
      if (System.getProperty(name) == null) {
        System.setProperty(name, defaults.getProperty(name));
      }
    }
  }
}
