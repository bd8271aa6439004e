package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.BasePath;
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

/** Payara Micro in this process, with the application at BASE_PATH. */
final class PayaraServer {
  private static final String MICRO = "fish.payara.micro.impl.PayaraMicroImpl";
  private static final String STOPPING_THREAD = "Payara Micro Shutdown Hook";
  private static final int STOP_MILLIS = 4_000;
  private static final int POLLS = 40;
  private static final int POLL_MILLIS = 5;

  private static volatile boolean booting;
  private static volatile boolean stopping;

  private PayaraServer() {}

  /**
   * Checks that the machine's own name has an address. Payara looks it up and fails with stack
   * traces otherwise (measured, 6.2025.10).
   */
  static void checkMachine() throws StartFailure {
    try {
      InetAddress.getLocalHost();
    } catch (UnknownHostException nameless) {
      String name = String.valueOf(nameless.getMessage()).replaceFirst(":.*", "");
      throw new StartFailure(
          ("This machine's own name, %s, has no address, and Payara Micro needs one;"
                  + " add the line \"127.0.1.1 %s\" to /etc/hosts.")
              .formatted(name, name));
    }
  }

  /**
   * Starts the server and deploys the application. A failed deployment is only logged; the caller
   * must request the page to find out.
   *
   * @param application the unpacked WAR; Payara would unpack a WAR file at every start
   * @param listen decides whether server sockets use IPv6
   * @param base the context root
   * @param run with its configuration written
   */
  static void boot(Path application, ListenAddress listen, BasePath base, RunDirectory run)
      throws IOException {
    booting = true;
    setBootProperties();
    if (listen.address() instanceof Inet4Address) {
      System.setProperty(
          "java.nio.channels.spi.SelectorProvider", Ipv4SelectorProvider.class.getName());
    }
    // Payara searches this jar's class path for its services and trusts the jars in its directory.
    Path launcherJar = launcherJar();
    System.setProperty("fish.payara.micro.BootJar", launcherJar.toUri().toString());
    System.setProperty("fish.payara.micro.UnpackDir", launcherJar.getParent().toString());
    // With several threads HK2 hangs or fails at a start now and then (docs/adr/0021).
    System.setProperty("org.glassfish.startupThreadPolicy", "USE_NO_THREADS");
    System.setProperty("mp.config.property.expressions.enabled", "false");
    // Otherwise Java searches all jars for it at every call of a method of class Json.
    System.setProperty("jakarta.json.provider", "org.eclipse.parsson.JsonProviderImpl");
    System.setProperty(BasePathFilter.PROPERTY, base.value());
    // Otherwise every beans.xml is validated at every start.
    System.setProperty("org.jboss.weld.xml.disableValidating", "true");
    micro(
        "--rootdir",
        run.path().toString(),
        "--deploy",
        application.toString(),
        "--contextroot",
        base.isRoot() ? "/" : base.value(),
        "--logproperties",
        run.logging().toString(),
        "--postdeploycommandfile",
        run.postDeploy().toString(),
        "--nohazelcast",
        "--disablephonehome");
  }

  /** Whether the process was told to end. A start that is under way then fails. */
  static boolean isStopping() {
    return stopping;
  }

  /** Called when the process ends: waits at most 4 seconds for Payara's own shutdown hook. */
  static void awaitStop() {
    stopping = true;
    try {
      Optional<Thread> payaras = stoppingThread();
      if (payaras.isPresent()) {
        payaras.get().join(STOP_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Java starts the hooks in no fixed order, so the thread may not exist yet. */
  private static Optional<Thread> stoppingThread() throws InterruptedException {
    Optional<Thread> found = Optional.empty();
    for (int poll = 0; booting && found.isEmpty() && poll < POLLS; poll++) {
      found =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals(STOPPING_THREAD))
              .findAny();
      if (found.isEmpty()) {
        Thread.sleep(POLL_MILLIS);
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

  /** The jar that this class was loaded from. */
  private static Path launcherJar() throws IOException {
    try {
      return Path.of(
          PayaraServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException odd) {
      throw new IOException("Java cannot convert the location of launcher.jar to a path.", odd);
    }
  }

  /** Sets what Payara's own main class sets, unless it is set already. */
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
