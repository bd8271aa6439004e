package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import io.github.riskyproxmox.config.Settings;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.glassfish.jersey.apache5.connector.Apache5HttpClientBuilderConfigurator;

/**
 * Sets up Apache HttpClient for Proxmox, below the Rest Client. HttpClient by itself repeats a
 * request up to once, follows redirects, keeps cookies and asks for compression: here it does none
 * of these.
 */
public final class PveHttpClient implements Apache5HttpClientBuilderConfigurator, AutoCloseable {
  private static final int MAX_LINE_LENGTH = 16_384;
  private static final int MAX_HEADERS = 200;

  /** More than ever ask at once, so that no request waits for a connection. */
  private static final int MAX_CONNECTIONS = 100;

  /** pveproxy closes an idle connection after 5 s (pve-http-server, AnyEvent.pm). */
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(4);

  private final Limits limits;
  private final Tls tls;
  private final Addresses addresses;
  private final PoolingHttpClientConnectionManager connections;
  private final PveExchange exchange;

  /** For the Proxmox of these settings, within these limits. */
  public PveHttpClient(Settings settings, Limits limits) {
    this(settings, limits, InetAddress::getAllByName);
  }

  /** The same with another look-up of names. */
  PveHttpClient(Settings settings, Limits limits, Addresses.Resolver resolver) {
    PveAddress address = settings.host();
    this.limits = limits;
    this.tls = new Tls(settings.trust(), address);
    this.addresses = new Addresses(address.host(), limits.connect(), resolver);
    this.connections = connections();
    this.exchange =
        new PveExchange(settings, limits, new ExchangeFailures(address, limits, addresses));
  }

  /** The context of all its TLS connections. */
  public SSLContext sslContext() {
    return tls.context();
  }

  @Override
  public HttpClientBuilder configure(HttpClientBuilder builder) {
    return builder
        .setConnectionManager(connections)
        .setConnectionReuseStrategy(PveHttpClient::isReusable)
        .setKeepAliveStrategy((response, context) -> KEEP_ALIVE)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .addExecInterceptorFirst("proxmox", exchange);
  }

  /** Closes all connections, those with a request under way too. */
  @Override
  public void close() {
    addresses.close();
    connections.close(CloseMode.IMMEDIATE);
  }

  private PoolingHttpClientConnectionManager connections() {
    Timeout noAnswer = timeout(limits.noAnswer());
    Http1Config http =
        Http1Config.custom()
            .setMaxLineLength(MAX_LINE_LENGTH)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    // PVE's words in the reason phrase are UTF-8.
    CharCodingConfig utf8 =
        CharCodingConfig.custom()
            .setCharset(StandardCharsets.UTF_8)
            .setMalformedInputAction(CodingErrorAction.REPLACE)
            .setUnmappableInputAction(CodingErrorAction.REPLACE)
            .build();
    PoolingHttpClientConnectionManager manager =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(MAX_CONNECTIONS)
            .setMaxConnTotal(MAX_CONNECTIONS)
            .setDnsResolver(addresses)
            .setTlsSocketStrategy((socket, host, port, attachment, context) -> handshake(socket))
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(noAnswer).build())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(noAnswer).build())
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(http)
                    .charCodingConfig(utf8)
                    .responseParserFactory(ignored -> new ResponseHeadParser(http))
                    .build())
            .build();
    // The addresses share the time for connecting.
    manager.setConnectionConfigResolver(
        route ->
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(limits.connect().dividedBy(addresses.count())))
                .build());
    return manager;
  }

  private SSLSocket handshake(Socket socket) throws java.io.IOException {
    SSLSocket secured = tls.handshake(socket);
    addresses.prefer(socket.getInetAddress());
    return secured;
  }

  private static boolean isReusable(
      HttpRequest request, HttpResponse response, HttpContext context) {
    // Answers that pveproxy forwards have "close" and then its own "Keep-Alive" (pve-api.md §1):
    // the last one is about this connection.
    Header last = response.getLastHeader(HttpHeaders.CONNECTION);
    if (last != null) {
      response.removeHeaders(HttpHeaders.CONNECTION);
      response.addHeader(last);
    }
    return Method.GET.isSame(request.getMethod())
        && response.getCode() < 400
        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }
}
