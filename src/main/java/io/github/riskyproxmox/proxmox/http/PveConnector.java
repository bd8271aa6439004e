package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.PveException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/** Puts our exchange beneath the Rest Client (Jersey's extension point for it). */
public final class PveConnector implements Connector, ConnectorProvider {
  private final Transport transport;

  /** For that Proxmox, within those limits. */
  public PveConnector(Settings settings, Limits limits) {
    this.transport = new Transport(settings, limits);
  }

  @Override
  public Connector getConnector(Client client, Configuration configuration) {
    return this;
  }

  @Override
  public ClientResponse apply(ClientRequest request) {
    URI uri = request.getUri();
    if (!transport.address().authority().equals(uri.getAuthority())) {
      throw new IllegalArgumentException("The token is for " + transport.address() + " only.");
    }
    byte[] body = body(request);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    PveRequest call =
        new PveRequest(request.getMethod(), uri.getRawPath() + query, headers(request), body);
    PveResponse answer = transport.exchange(call);
    Optional<PveException> foreign = NotProxmox.says(answer, call, transport.address());
    if (foreign.isPresent()) {
      throw foreign.get();
    }
    ClientResponse response =
        new ClientResponse(new Status(answer.status(), answer.reason()), request);
    response.headers(lists(answer));
    response.setEntityStream(new ByteArrayInputStream(answer.body()));
    return response;
  }

  @Override
  public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
    try {
      callback.response(apply(request));
    } catch (RuntimeException failure) {
      callback.failure(failure);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String getName() {
    return "risky-proxmox-agent";
  }

  @Override
  public void close() {
    transport.close();
  }

  private static byte[] body(ClientRequest request) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (request.hasEntity()) {
      request.setStreamProvider(length -> body);
      try {
        request.writeEntity();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
    return body.toByteArray();
  }

  private static Map<String, String> headers(ClientRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : Arrays.asList("Accept", "Content-Type")) {
      String value = request.getHeaderString(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static jakarta.ws.rs.core.MultivaluedMap<String, String> lists(PveResponse answer) {
    jakarta.ws.rs.core.MultivaluedMap<String, String> headers =
        new jakarta.ws.rs.core.MultivaluedHashMap<>();
    answer.header("content-type").ifPresent(type -> headers.putSingle("Content-Type", type));
    return headers;
  }

  /** PVE's code with PVE's own reason phrase. */
  private record Status(int getStatusCode, String getReasonPhrase) implements Response.StatusType {
    @Override
    public Response.Status.Family getFamily() {
      return Response.Status.Family.familyOf(getStatusCode);
    }
  }
}
