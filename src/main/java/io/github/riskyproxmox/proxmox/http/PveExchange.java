package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.Secret;
import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.PveException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Sends a request to Proxmox, and to no other host, at most once, and reads the whole response
 * within the limits. It knows of each failure whether the request may have arrived: it connects
 * first and only then lets HttpClient write.
 */
final class PveExchange implements ExecChainHandler {
  private static final String API = "/api2/json";
  private static final String USER_AGENT = "risky-proxmox-agent";

  private final PveAddress address;
  private final Secret secret;
  private final String authorization;
  private final Limits limits;
  private final ExchangeFailures failures;
  private final RequestConfig config;

  PveExchange(Settings settings, Limits limits, ExchangeFailures failures) {
    this.address = settings.host();
    this.secret = settings.tokenSecret();
    this.authorization = "PVEAPIToken=" + settings.tokenId() + "=" + secret.reveal();
    this.limits = limits;
    this.failures = failures;
    this.config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(PveHttpClient.timeout(limits.connect()))
            .setResponseTimeout(PveHttpClient.timeout(limits.noAnswer()))
            .setProtocolUpgradeEnabled(false)
            .build();
  }

  /**
   * The response, whatever its status, with its whole body in memory.
   *
   * @throws PveException if there is none, or if Proxmox cannot have sent it
   */
  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
    if (!address.authority().equals(String.valueOf(request.getAuthority()))) {
      throw new IllegalArgumentException("The token is for " + address + " only.");
    }
    scope.clientContext.setRequestConfig(config);
    CompletableFuture<Void> limit = limit(scope);
    Call call = new Call(name(request), scope, chain, limit);
    try {
      ClassicHttpResponse head = head(call, !Method.GET.isSame(request.getMethod()));
      return checked(call, head, body(call, head));
    } finally {
      limit.complete(null);
      scope.execRuntime.discardEndpoint();
    }
  }

  /** Cancels the exchange when its time is up: a read timeout never ends a slow trickle. */
  private CompletableFuture<Void> limit(ExecChain.Scope scope) {
    // All requests of Jersey's connector and of HttpClient can be cancelled.
    Cancellable request = (Cancellable) scope.originalRequest;
    CompletableFuture<Void> limit = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        limit
            .orTimeout(limits.whole().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (ended, tooLate) -> {
                  if (tooLate != null) {
                    request.cancel();
                  }
                });
    return limit;
  }

  /**
   * Sends the request and reads the response's head.
   *
   * @param fresh whether it must have a new connection; a request for which this is true is sent
   *     once, any other a second time if the kept connection turns out to be dead
   */
  private ClassicHttpResponse head(Call call, boolean fresh) {
    boolean kept = connect(call, fresh);
    try {
      return call.chain.proceed(withToken(call.scope.originalRequest), call.scope);
    } catch (HttpException | IOException | IllegalStateException failure) {
      boolean closed =
          failure instanceof IOException && !(failure instanceof SocketTimeoutException);
      if (kept && closed && !call.isLate()) {
        call.scope.execRuntime.discardEndpoint();
        return head(call, true);
      }
      throw failures.unanswered(call.name, failure, call.isLate());
    }
  }

  /** Gets a connection: a kept one (true), or a new one (false) after its TLS handshake. */
  private boolean connect(Call call, boolean fresh) {
    ExecRuntime connection = call.scope.execRuntime;
    try {
      connection.acquireEndpoint(
          call.scope.exchangeId, call.scope.route, null, call.scope.clientContext);
      if (fresh) {
        connection.disconnectEndpoint();
      }
      boolean kept = connection.isEndpointConnected();
      connection.connectEndpoint(call.scope.clientContext);
      return kept;
    } catch (IOException | IllegalStateException failure) {
      throw failures.unreachable(failure, call.isLate());
    }
  }

  /** The token is added to a copy of the request, below all that may log headers. */
  private ClassicHttpRequest withToken(ClassicHttpRequest request) {
    ClassicRequestBuilder copy =
        ClassicRequestBuilder.copy(request)
            .setHeader(HttpHeaders.AUTHORIZATION, authorization)
            .setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    return (Method.GET.isSame(request.getMethod())
            ? copy
            : copy.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE))
        .build();
  }

  private byte[] body(Call call, ClassicHttpResponse head) {
    HttpEntity entity = head.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    int most = limits.bodyBytes();
    if (entity.getContentLength() > most) {
      throw failures.tooLarge(call.name);
    }
    try {
      byte[] body = entity.getContent().readNBytes(most + 1);
      if (body.length > most) {
        throw failures.tooLarge(call.name);
      }
      return body;
    } catch (IOException | IllegalStateException failure) {
      throw failures.unanswered(call.name, failure, call.isLate());
    }
  }

  private ClassicHttpResponse checked(Call call, ClassicHttpResponse head, byte[] raw) {
    // Proxmox's words are shown and logged. In Latin-1 one byte is one character, so that nothing
    // but the secret changes.
    byte[] body =
        secret
            .removedFrom(new String(raw, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    Optional<PveException> foreign = NotProxmox.says(head, body, call.name, address);
    if (foreign.isPresent()) {
      throw foreign.get();
    }
    ClassicHttpResponse response =
        new BasicClassicHttpResponse(head.getCode(), secret.removedFrom(head.getReasonPhrase()));
    Header type = head.getLastHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      response.addHeader(type);
    }
    response.setEntity(new ByteArrayEntity(body, null));
    return response;
  }

  /** What people read of a request: without its query. */
  private static String name(ClassicHttpRequest request) {
    String path = request.getPath().replaceFirst("\\?.*", "");
    return request.getMethod() + " " + (path.startsWith(API) ? path.substring(API.length()) : path);
  }

  /** One exchange; the limit completes exceptionally when its time is up. */
  private record Call(
      String name, ExecChain.Scope scope, ExecChain chain, CompletableFuture<Void> limit) {
    boolean isLate() {
      return limit.isCompletedExceptionally();
    }
  }
}
