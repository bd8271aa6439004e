package io.github.riskyproxmox.web.api;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Adds {@code /health} where the application has a context path. Payara's initializer adds its
 * servlet only to the application at the root.
 */
@WebListener
public class HealthBelowBasePath implements ServletContextListener {
  private static final String SERVLET =
      "fish.payara.microprofile.healthcheck.servlet.HealthCheckServlet";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    if (!context.getContextPath().isEmpty()) {
      context.addServlet("health", SERVLET).addMapping("/health/*");
    }
  }
}
