package io.github.riskyproxmox.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Everything below {@code /api}. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
  @Override
  public Map<String, Object> getProperties() {
    // Jersey would describe the API in WADL, with addresses of its own making.
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
