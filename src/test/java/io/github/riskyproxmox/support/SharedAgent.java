package io.github.riskyproxmox.support;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Shares one agent in demo mode among all classes of a test process, for tests that only read or
 * that restore what they change. A test gets it as a {@link PackagedAgent} parameter.
 */
public final class SharedAgent implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedAgent.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PackagedAgent.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(PackagedAgent.class, key -> start(), PackagedAgent.class);
  }

  private static PackagedAgent start() {
    try {
      return PackagedAgent.demo();
    } catch (Exception failed) {
      throw new IllegalStateException("The agent under test did not start.", failed);
    }
  }
}
