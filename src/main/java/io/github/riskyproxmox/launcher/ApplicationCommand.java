package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs commands that are part of the application, without the server. */
final class ApplicationCommand {
  private ApplicationCommand() {}

  /**
   * Calls the static method {@code run} of a class of the application.
   *
   * @param types of its parameters
   * @return the exit status
   */
  static int run(String className, List<Class<?>> types, @Nullable Object... arguments)
      throws StartFailure, IOException {
    LogManager.getLogManager().reset();
    System.setProperty("jakarta.json.provider", "org.eclipse.parsson.JsonProviderImpl");
    try (URLClassLoader application = application()) {
      Thread.currentThread().setContextClassLoader(application);
      Method run =
          application.loadClass(className).getMethod("run", types.toArray(Class<?>[]::new));
      return (Integer) run.invoke(null, arguments);
    } catch (InvocationTargetException failed) {
      throw new IOException("The command failed: " + failed.getCause(), failed.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IOException("lib/application is not complete: " + missing, missing);
    }
  }

  /** The classes of the WAR over those of the launcher and of Payara. */
  private static URLClassLoader application() throws StartFailure, IOException {
    Path inf = Agent.application().resolve("WEB-INF");
    List<URL> urls = new ArrayList<>();
    urls.add(inf.resolve("classes").toUri().toURL());
    try (Stream<Path> jars = Files.list(inf.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ApplicationCommand.class.getClassLoader());
  }
}
