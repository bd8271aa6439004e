package io.github.riskyproxmox.web.page;

import jakarta.faces.application.Resource;
import jakarta.faces.application.ResourceWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** A file with a content hash in its address. */
final class VersionedResource extends ResourceWrapper {
  private static final int DIGITS = 12;

  private final String suffix;

  VersionedResource(Resource wrapped, String suffix) {
    super(wrapped);
    this.suffix = suffix;
  }

  @Override
  public String getRequestPath() {
    return super.getRequestPath() + suffix;
  }

  @Override
  public Map<String, String> getResponseHeaders() {
    Map<String, String> headers = new HashMap<>(super.getResponseHeaders());
    headers.put("Cache-Control", "public, max-age=31536000, immutable");
    return headers;
  }

  // The default implementation would delegate to the wrapped resource.
  @Override
  public String getContentType() {
    return getWrapped().getContentType();
  }

  @Override
  public String getLibraryName() {
    return getWrapped().getLibraryName();
  }

  @Override
  public String getResourceName() {
    return getWrapped().getResourceName();
  }

  /** A short hash of the content. */
  static String hash(Resource resource) {
    try (InputStream content = resource.getInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
