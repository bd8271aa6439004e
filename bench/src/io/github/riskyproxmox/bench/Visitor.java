package io.github.riskyproxmox.bench;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A first visit: fetches the document, each script, style sheet and icon that it names, and the
 * event stream up to its snapshot, one after the other.
 */
final class Visitor {
  private static final Pattern ASSET =
      Pattern.compile("<(?:script|link)[^>]*? (?:src|href)=\"([^\"]+)\"");

  private final ServerProcess agent;

  Visitor(ServerProcess agent) {
    this.agent = agent;
  }

  /** How many seconds the visit takes. */
  double seconds() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String page = decompressed(Web.get(agent.url()).body());
    Set<URI> assets = new LinkedHashSet<>();
    Matcher asset = ASSET.matcher(page);
    while (asset.find()) {
      assets.add(agent.url(asset.group(1).replace("&amp;", "&")));
    }
    if (assets.isEmpty()) {
      throw new IllegalStateException("a page without assets: " + page);
    }
    for (URI one : assets) {
      int status = Web.get(one).status();
      if (status != 200) {
        throw new IllegalStateException(one + " returned " + status);
      }
    }
    awaitSnapshot();
    return Wait.secondsSince(begun);
  }

  private static String decompressed(byte[] body) throws IOException {
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void awaitSnapshot() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(agent.url("api/events?vms=false")).build();
    HttpResponse<InputStream> response =
        Web.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = lines.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("a stream ended before its snapshot");
      }
    }
  }
}
