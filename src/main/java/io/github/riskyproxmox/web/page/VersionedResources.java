package io.github.riskyproxmox.web.page;

import jakarta.faces.application.Resource;
import jakarta.faces.application.ResourceHandler;
import jakarta.faces.application.ResourceHandlerWrapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds a content hash to the address of the page's scripts and style sheets, so that browsers can
 * cache them without time limit.
 */
public class VersionedResources extends ResourceHandlerWrapper {
  private static final String LIBRARY = "agent";

  private final Map<String, String> versions = new ConcurrentHashMap<>();

  /** Wraps that handler. */
  public VersionedResources(ResourceHandler wrapped) {
    super(wrapped);
  }

  @Override
  public @Nullable Resource createResource(String name, String library) {
    return versioned(super.createResource(name, library), library);
  }

  @Override
  public @Nullable Resource createResource(String name, String library, String contentType) {
    return versioned(super.createResource(name, library, contentType), library);
  }

  private @Nullable Resource versioned(@Nullable Resource resource, @Nullable String library) {
    if (resource == null || library == null) {
      return resource;
    }
    // PrimeFaces adds its version to its own resources.
    String suffix =
        library.equals(LIBRARY)
            ? versions.computeIfAbsent(
                resource.getResourceName(), name -> "&v=" + VersionedResource.hash(resource))
            : "";
    return new VersionedResource(resource, suffix);
  }
}
