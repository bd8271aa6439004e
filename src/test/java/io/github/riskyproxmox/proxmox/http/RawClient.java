package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/** The HTTP client as it is set up for Proxmox, without the Rest Client above it. */
public final class RawClient implements AutoCloseable {
  private final PveAddress address;
  private final PveHttpClient setup;
  private final CloseableHttpClient client;

  /** Looks names up as the JDK does. */
  public RawClient(Settings settings) {
    this(settings, Limits.STANDARD, InetAddress::getAllByName);
  }

  RawClient(Settings settings, Limits limits, Addresses.Resolver resolver) {
    this.address = settings.host();
    this.setup = new PveHttpClient(settings, limits, resolver);
    this.client = setup.configure(HttpClientBuilder.create()).build();
  }

  /** The status of the response to an empty POST. */
  int post(String path) throws IOException {
    return send(new HttpPost(address.uri().resolve(path)), response -> response.getCode());
  }

  /** The body of the response to a GET, as it came. */
  public String get(String path) throws IOException {
    return send(
        new HttpGet(address.uri().resolve(path)),
        response ->
            new String(response.getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8));
  }

  private <T> T send(HttpUriRequestBase request, HttpClientResponseHandler<T> handler)
      throws IOException {
    return client.execute(request, handler);
  }

  @Override
  public void close() {
    setup.close();
  }
}
