package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.RawHttp.Answer;
import io.github.riskyproxmox.support.SharedAgent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedAgent.class)
class SecurityIT {
  private static final String HOME = "Host: localhost";
  private static final Pattern STYLE = Pattern.compile("href=\"(/[^\"]*page\\.css[^\"]*)\"");
  private static final Pattern BUTTON = Pattern.compile("ab\\(\\{s:\"(ask)\"");

  private final PackagedAgent agent;

  SecurityIT(PackagedAgent agent) {
    this.agent = agent;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.xhtml",
        "/nosuch",
        "/api/vms",
        "/api/launch",
        "/api/nosuch",
        "/api/events",
        "/health",
        "/openapi",
        "/icons/icon.svg",
        "/app.webmanifest",
        "/jakarta.faces.resource/x.css.xhtml"
      })
  void aForeignHostNameIsRefusedEverywhereAndTheMessageNamesTheSetting(String path)
      throws Exception {
    Answer answer = RawHttp.ask(agent.port(), "GET", path, "Host: evil.example");

    assertEquals(421, answer.status());
    assertTrue(answer.body().contains("ALLOWED_HOSTS"), answer.body());
    assertKind(path, answer);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST.:1234, 200",
    "127.0.0.1:8080, 200",
    "[::1]:8080, 200",
    "pve, 200",
    "pve.lan:80, 200",
    "evil.example, 421",
    "127.0.0.1.nip.io, 421",
    "a b, 400",
    "a:b, 400",
    "<script>, 400",
  })
  void theHostHeaderIsChecked(String host, int status) throws Exception {
    assertEquals(status, RawHttp.ask(agent.port(), "GET", "/api/launch", "Host: " + host).status());
  }

  @Test
  void aMissingOrRepeatedHostHeaderIsRefused() throws Exception {
    assertEquals(400, RawHttp.ask(agent.port(), "GET", "/api/vms").status());
    assertEquals(400, RawHttp.ask(agent.port(), "GET", "/api/vms", HOME, HOME).status());
    assertEquals(400, RawHttp.send(agent.port(), "GET /api/vms HTTP/1.0\n\n").status());
    assertEquals(
        421, RawHttp.ask(agent.port(), "GET", "http://evil.example/api/vms", HOME).status());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/launch, Origin: http://evil.example",
    "POST, /api/launch, Origin: null",
    "POST, /api/launch, Origin: http://localhost:1",
    "POST, /api/launch, Sec-Fetch-Site: cross-site",
    "POST, /api/launch, Sec-Fetch-Site: same-site",
    "DELETE, /api/launch, Origin: http://evil.example",
    "POST, /index.xhtml, Origin: http://evil.example",
    "POST, /index.xhtml, Sec-Fetch-Site: cross-site",
    "POST, /, Origin: null",
  })
  void pagesOfOtherOriginsChangeNothing(String method, String path, String header)
      throws Exception {
    Answer answer = RawHttp.ask(agent.port(), method, path, HOME, header);

    assertEquals(403, answer.status());
    assertKind(path, answer);
  }

  /**
   * Faces takes any request with a view state for a click, whatever its method, and the state of a
   * stateless view is no secret: an image address on another page would be enough.
   */
  @ParameterizedTest
  @CsvSource({
    "GET, /, act, false",
    "GET, /, act, true",
    "GET, /, cancel, true",
    "GET, /index.xhtml, act, false",
    "GET, /index.xhtml, act, true",
    "GET, /index.xhtml, cancel, false",
    "HEAD, /, act, false",
    "HEAD, /, act, true",
    "HEAD, /index.xhtml, act, true",
    "HEAD, /index.xhtml, cancel, false",
  })
  void aReadIsNeverTakenForAClick(String method, String path, String verb, boolean partial)
      throws Exception {
    Matcher button = BUTTON.matcher(get("/").body());
    assertTrue(button.find());
    String query =
        "?f=f&jakarta.faces.ViewState=stateless&%1$s=%1$s&do=%2$s&vmid=102&action=terminate"
                .formatted(button.group(1), verb)
            + "&primefaces.nonce=aaaa"
            + (partial
                ? "&jakarta.faces.partial.ajax=true&jakarta.faces.source=%1$s"
                        .formatted(button.group(1))
                    + "&jakarta.faces.partial.execute=%1$s&jakarta.faces.partial.render=changed"
                        .formatted(button.group(1))
                : "");
    String before = get("/api/launch").body();

    Answer answer =
        RawHttp.ask(
            agent.port(),
            method,
            path + query,
            HOME,
            "Faces-Request: partial/ajax",
            "Sec-Fetch-Site: cross-site");

    assertEquals(before, get("/api/launch").body());
    assertEquals(200, answer.status());
    assertFalse(answer.toString().contains("nonce-aaaa"), answer.toString());
    assertFalse(answer.body().contains("partial-response"), answer.body());
  }

  @Test
  void ourOwnPageAndProgramsAreAllowed() throws Exception {
    byte[] body = "{\"vmid\":100,\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);
    String type = "Content-Type: application/json";
    String own = "Origin: http://localhost:" + agent.port();
    String host = "Host: localhost:" + agent.port();

    assertEquals(200, RawHttp.ask(agent.port(), "POST", "/api/launch", body, host, type).status());
    assertEquals(
        200,
        RawHttp.ask(
                agent.port(),
                "POST",
                "/api/launch",
                body,
                host,
                type,
                own,
                "Sec-Fetch-Site: same-origin")
            .status());
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/launch",
    "PATCH, /api/launch",
    "OPTIONS, /api/launch",
    "OPTIONS, /api/vms",
    "POST, /api/vms",
    "DELETE, /api/vms",
    "POST, /api/events",
    "BREW, /api/vms",
    "PUT, /",
    "DELETE, /index.xhtml",
    "OPTIONS, /",
    "PROPFIND, /icons/icon.svg",
    "POST, /openapi",
    "POST, /health",
    "POST, /icons/icon.svg",
    "POST, /nosuch",
    "POST, /jakarta.faces.resource/page.css.xhtml",
    "DELETE, /openapi",
  })
  void anUnusedMethodIs405AndTheAnswerSaysWhichAreAllowed(String method, String path)
      throws Exception {
    Answer answer = RawHttp.ask(agent.port(), method, path, HOME);

    assertEquals(405, answer.status());
    assertTrue(answer.one("Allow").orElse("").contains("GET"), answer.toString());
    assertFalse(answer.one("Allow").orElse("").contains("OPTIONS"), answer.toString());
    assertTrue(answer.all("Access-Control-Allow-Origin").isEmpty());
    assertKind(path, answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/metrics/base",
        "/api/application.wadl",
        "/openapi/application.wadl",
        "/application.wadl",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/classes/",
        "/nosuch",
        "/nosuch.xhtml",
        "/api",
        "/api/",
        "/api/nosuch",
        "/api/vms/101",
        "/index.xhtml/x",
        "/error-page",
        "/%77EB-INF/web.xml",
        "/..;/WEB-INF/web.xml"
      })
  void aMissingPathIs404InTheFormatOfThePageOrTheApi(String path) throws Exception {
    Answer answer = RawHttp.ask(agent.port(), "GET", path, HOME);

    assertEquals(404, answer.status(), answer.toString());
    assertKind(path, answer);
    assertHeaders(answer);
  }

  @Test
  void everyAnswerHasSecurityHeadersAndCacheControl() throws Exception {
    Answer page = RawHttp.ask(agent.port(), "GET", "/", HOME);
    Matcher style = STYLE.matcher(page.body());
    assertTrue(style.find(), page.body());
    String asset = style.group(1).replace("&amp;", "&");

    assertCached("no-store", page);
    assertCached("public, max-age=31536000, immutable", get(asset));
    assertCached("no-cache", get("/icons/icon.svg"));
    assertCached("no-store", get("/api/vms"));
    assertCached("no-store", get("/health"));
    assertCached("no-store", get("/openapi"));
    assertCached("no-store", get("/jakarta.faces.resource/nosuch.css.xhtml?ln=agent&v=1"));
  }

  @Test
  void thePageRunsOnlyItsOwnScriptsAndCannotBeFramed() throws Exception {
    String policy = get("/").one(AnswerHeaders.CSP).orElseThrow();
    List<String> directives = List.of(policy.split(";\\s*"));

    assertTrue(directives.contains("default-src 'none'"), policy);
    assertTrue(directives.contains("base-uri 'none'"), policy);
    assertTrue(directives.contains("object-src 'none'"), policy);
    assertTrue(directives.contains("form-action 'self'"), policy);
    assertTrue(directives.contains("frame-ancestors 'none'"), policy);
    String scripts =
        directives.stream().filter(one -> one.startsWith("script-src ")).findFirst().orElseThrow();
    assertTrue(scripts.matches("script-src 'self' 'nonce-[A-Za-z0-9+/=_-]+'"), scripts);
    assertFalse(policy.contains("unsafe-inline"), policy);
    assertFalse(policy.contains("unsafe-eval"), policy);
    assertFalse(policy.contains("http"), policy);
  }

  /** The container answers these itself, before the security filter; it must disclose nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE / HTTP/1.1\nHost: localhost\nX-Echo: pssst",
        "TRACE /api/vms HTTP/1.1\nHost: localhost\nX-Echo: pssst",
        "GET / HTTP/1.1\nHost:",
        "GET /api/vms HTTP/1.1\nHost: ",
        "GET /api/vms HTTP/1.1\nHost: localhost:x",
        "GET /api/vms HTTP/1.1\nHost: :80",
        "GET http:///api/vms HTTP/1.1\nHost: localhost",
        "GET /%zz HTTP/1.1\nHost: localhost",
        "GET /%00 HTTP/1.1\nHost: localhost",
        "GET /a\\b HTTP/1.1\nHost: localhost",
        "GET /../../etc/passwd HTTP/1.1\nHost: localhost",
        "GET /%2e%2e%2f HTTP/1.1\nHost: localhost",
        "GET nothing HTTP/1.1\nHost: localhost",
        "GET / FOO/1.1\nHost: localhost",
        "GET / HTTP/1.1\nHost: localhost\nContent-Length: many",
        "POST /api/launch HTTP/1.1\nHost: localhost\nTransfer-Encoding: nonsense",
      })
  void whatTheContainerRefusesItselfDisclosesNothing(String head) throws Exception {
    Answer answer = RawHttp.send(agent.port(), head + "\nConnection: close\n\n");

    assertEquals(Optional.empty(), answer.one("Server"));
    assertEquals(Optional.empty(), answer.one("X-Powered-By"));
    assertTrue(answer.all("Access-Control-Allow-Origin").isEmpty());
    // 505 means that the HTTP version is not supported.
    boolean refused = answer.status() >= 400 && answer.status() < 500;
    assertTrue(refused || answer.status() == 505, answer.toString());
    boolean ours = answer.one(AnswerHeaders.CSP).isPresent();
    assertTrue(ours || answer.body().isEmpty(), answer.toString());
    assertFalse(answer.body().contains("pssst"), answer.body());
    assertFalse(answer.body().contains("Exception"), answer.body());
  }

  @Test
  void aPostbackIsLimitedInSizeAndNeedsAContentLength() throws Exception {
    String form = "Content-Type: application/x-www-form-urlencoded";
    byte[] large = "a".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    assertEquals(
        413, RawHttp.ask(agent.port(), "POST", "/index.xhtml", large, HOME, form).status());
    assertEquals(
        411,
        RawHttp.send(
                agent.port(),
                "POST /index.xhtml HTTP/1.1\n"
                    + HOME
                    + "\nTransfer-Encoding: chunked\nConnection: close\n\n0\n\n")
            .status());
  }

  @Test
  void aFormWithoutReadableFieldsIsRefused() throws Exception {
    Answer answer = post("zz=%");

    assertEquals(408, answer.status(), answer.toString());
    assertKind("/index.xhtml", answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/launch, evil.example, 421",
    "/index.xhtml, evil.example, 421",
    "/jakarta.faces.resource/page.css.xhtml?ln=agent, evil.example, 421",
    "/jakarta.faces.resource/page.css.xhtml?ln=agent, localhost, 405",
    "/index.xhtml, localhost, 403",
    "/api/launch, localhost, 403",
  })
  void aRefusalDoesNotWaitForTheBody(String path, String host, int status) throws Exception {
    String head =
        "POST %s HTTP/1.1\nHost: %s\nOrigin: http://evil.example\n".formatted(path, host)
            + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 1000\n\na=b";

    assertTrue(RawHttp.firstLine(agent.port(), head).startsWith("HTTP/1.1 " + status + " "), path);
  }

  /** A client that begins with HTTP/2 is refused. */
  @Test
  void http2IsRefused() throws Exception {
    Answer answer = RawHttp.send(agent.port(), "PRI * HTTP/2.0\n\nSM\n\n");

    assertEquals(400, answer.status(), answer.toString());
    assertTrue(answer.body().contains("HTTP/1.1 only"), answer.body());
  }

  /** An offer to upgrade the protocol is ignored. */
  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocket", "x"})
  void anOfferToUpgradeIsIgnored(String protocol) throws Exception {
    byte[] request =
        RawHttp.request(
            "POST /api/launch HTTP/1.1\nContent-Type: application/json"
                + "\nConnection: Upgrade, HTTP2-Settings\nHTTP2-Settings: AAMAAABk\nUpgrade: "
                + protocol,
            "{\"vmid\":100,\"action\":\"cancel\"}");

    try (RawHttp connection = new RawHttp(agent.port())) {
      assertEquals(200, connection.status(request));
      assertEquals(200, connection.status(request), "the next one over the same connection");
    }
  }

  /** Several proxies make a list, in any case, with spaces or without. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https, http | https://localhost | 200",
        "HTTPS | https://localhost | 200",
        "  https ,http | https://localhost | 200",
        "http, https | https://localhost | 403",
        "http | http://localhost | 200",
        "nonsense | http://localhost | 200",
        "https | http://localhost | 403",
      })
  void theSchemeOfAProxyIsUsed(String proto, String origin, int status) throws Exception {
    byte[] body = "{\"vmid\":\"100\",\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);
    Answer answer =
        RawHttp.ask(
            agent.port(),
            "POST",
            "/api/launch",
            body,
            HOME,
            "Content-Type: application/json",
            "Origin: " + origin,
            "X-Forwarded-Proto: " + proto);

    assertEquals(status, answer.status(), answer.toString());
    if (status == 403) {
      assertTrue(answer.body().contains("Origin is \\\"" + origin), answer.body());
      assertTrue(answer.body().contains("://localhost\\\""), answer.body());
      assertTrue(answer.body().contains("X-Forwarded-Proto"), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "application/json;charset=UTF-8, 200",
    "APPLICATION/JSON ; charset=utf-8, 200",
    "*/*, 415",
    "application/*, 415",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "text/plain;application/json, 415",
    "application/jsonp, 415",
    "application/merge-patch+json, 415",
  })
  void theApiAcceptsOnlyJson(String type, int status) throws Exception {
    byte[] body = "{\"vmid\":100,\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);
    Answer answer =
        RawHttp.ask(agent.port(), "POST", "/api/launch", body, HOME, "Content-Type: " + type);

    assertEquals(status, answer.status(), answer.toString());
    if (status != 200) {
      assertKind("/api/launch", answer);
    }
  }

  @Test
  void aChunkedBodyIsLimitedToo() throws Exception {
    String pieces = "1000\n" + "a".repeat(0x1000) + "\n";
    Answer answer =
        RawHttp.send(
            agent.port(),
            "POST /api/launch HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                + "Transfer-Encoding: chunked\nConnection: close\n\n"
                + pieces.repeat(5)
                + "0\n\n");

    assertEquals(413, answer.status(), answer.toString());
    assertKind("/api/launch", answer);
  }

  @Test
  void aPostbackWithoutANonceDoesNothingAndDisclosesNothing() throws Exception {
    String before = get("/api/launch").body();
    Matcher button = BUTTON.matcher(get("/").body());
    assertTrue(button.find());
    String click =
        ("f=f&jakarta.faces.ViewState=stateless&%1$s=%1$s&do=act&vmid=102&action=terminate"
                + "&jakarta.faces.partial.ajax=true&jakarta.faces.source=%1$s"
                + "&jakarta.faces.partial.execute=%1$s&jakarta.faces.partial.render=changed")
            .formatted(button.group(1));

    Answer answer = post(click);
    assertEquals(400, answer.status(), answer.toString());
    assertKind("/index.xhtml", answer);
    assertEquals(before, get("/api/launch").body());
    assertFalse(agent.output().contains("CspException"), "a stack trace in the log");

    Answer chosen =
        post(click.replace("do=act", "do=sync") + "&primefaces.nonce=YWFh%22%0D%0AX: y");
    assertEquals(200, chosen.status(), chosen.toString());
    assertTrue(chosen.all("X").isEmpty());
    assertFalse(chosen.one(AnswerHeaders.CSP).orElse("").contains("\""), chosen.toString());
  }

  @Test
  void cacheableAnswersVaryByEncodingAndHaveSecurityHeadersWhenUnchanged() throws Exception {
    Matcher style = STYLE.matcher(get("/").body());
    assertTrue(style.find());
    for (String path : List.of(style.group(1).replace("&amp;", "&"), "/icons/icon.svg")) {
      Answer whole = RawHttp.ask(agent.port(), "GET", path, HOME, "Accept-Encoding: gzip");
      assertEquals(200, whole.status());
      assertEquals(Optional.of("Accept-Encoding"), whole.one("Vary"), path);

      String since = whole.one("Last-Modified").orElseThrow();
      Answer unchanged =
          RawHttp.ask(agent.port(), "GET", path, HOME, "If-Modified-Since: " + since);
      assertEquals(304, unchanged.status(), path);
      assertHeaders(unchanged);
      assertEquals(whole.one("Cache-Control"), unchanged.one("Cache-Control"));
    }
  }

  /** The compressed asset has the same content and headers as the uncompressed one. */
  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'gzip, deflate, br, zstd', true",
    "'gzip;q=0, br', false",
    "br, false"
  })
  void aCompressedAssetHasTheSameContent(String encodings, boolean taken) throws Exception {
    Matcher style = STYLE.matcher(get("/").body());
    assertTrue(style.find());
    String path = style.group(1).replace("&amp;", "&");
    HttpRequest.Builder request = HttpRequest.newBuilder(agent.url(path.substring(1)));
    HttpClient client = AgentApi.newClient();
    HttpResponse<byte[]> plain =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    request.header("Accept-Encoding", encodings);
    for (int time = 0; time < 2; time++) {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(
          taken ? List.of("gzip") : List.of(), answer.headers().allValues("Content-Encoding"));
      assertArrayEquals(plain.body(), taken ? unpacked(answer.body()) : answer.body());
      for (String name : List.of("Content-Type", "Cache-Control", "Last-Modified", "Vary")) {
        List<String> same = plain.headers().allValues(name);
        assertEquals(same, answer.headers().allValues(name), name);
      }
    }
  }

  /**
   * The compressed page has the same content. A poll between two requests changes the page, so the
   * compressed one is compared when the plain pages before and after it are the same.
   */
  @Test
  void theCompressedPageHasTheSameContent() throws Exception {
    HttpRequest plainly = HttpRequest.newBuilder(agent.url()).build();
    HttpRequest packedly =
        HttpRequest.newBuilder(agent.url()).header("Accept-Encoding", "gzip").build();
    HttpClient client = AgentApi.newClient();
    HttpResponse<String> plain = client.send(plainly, HttpResponse.BodyHandlers.ofString());
    HttpResponse<byte[]> packed;
    HttpResponse<String> before;
    int pairs = 0;
    do {
      before = plain;
      packed = client.send(packedly, HttpResponse.BodyHandlers.ofByteArray());
      plain = client.send(plainly, HttpResponse.BodyHandlers.ofString());
      assertTrue(pairs++ < 50, "The page differs each time it is asked for.");
    } while (!withoutDifferences(before.body()).equals(withoutDifferences(plain.body())));

    assertEquals(List.of(), plain.headers().allValues("Content-Encoding"));
    assertEquals(List.of("gzip"), packed.headers().allValues("Content-Encoding"));
    assertEquals(
        withoutDifferences(plain.body()),
        withoutDifferences(new String(unpacked(packed.body()), StandardCharsets.UTF_8)));
    for (String name : List.of("Content-Type", "Cache-Control")) {
      assertEquals(plain.headers().allValues(name), packed.headers().allValues(name), name);
    }
  }

  /** Removes the nonce, the time and whatever else differs between two pages. */
  private static String withoutDifferences(String page) {
    return page.replaceAll("(?s)<script id=.*?</script>|nonce=\"[^\"]*\"", "")
        .replaceAll("data-(now|revision)=\"\\d+\"", "");
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return text.readAllBytes();
    }
  }

  private Answer post(String form) throws Exception {
    return RawHttp.ask(
        agent.port(),
        "POST",
        "/index.xhtml",
        form.getBytes(StandardCharsets.UTF_8),
        HOME,
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8");
  }

  private Answer get(String path) throws Exception {
    return RawHttp.ask(agent.port(), "GET", path, HOME);
  }

  private static void assertCached(String caching, Answer answer) {
    assertEquals(Optional.of(caching), answer.one("Cache-Control"), answer.toString());
    assertHeaders(answer);
  }

  private static void assertHeaders(Answer answer) {
    assertEquals(Optional.of("nosniff"), answer.one("X-Content-Type-Options"));
    assertEquals(Optional.of("no-referrer"), answer.one("Referrer-Policy"));
    assertEquals(Optional.of("DENY"), answer.one("X-Frame-Options"));
    // It concerns documents only.
    boolean script = answer.one("Cache-Control").equals(Optional.of(AnswerHeaders.IMMUTABLE));
    assertEquals(!script, answer.one("Permissions-Policy").isPresent(), answer.toString());
    assertTrue(answer.one(AnswerHeaders.CSP).orElse("").contains("frame-ancestors 'none'"));
    assertEquals(Optional.empty(), answer.one("Server"));
    assertEquals(Optional.empty(), answer.one("X-Powered-By"));
    assertTrue(answer.all("Access-Control-Allow-Origin").isEmpty());
  }

  /** Errors are JSON in the API and HTML elsewhere, and disclose no internals. */
  private static void assertKind(String path, Answer answer) {
    String type = answer.one("Content-Type").orElse("");
    if (path.equals("/api") || path.startsWith("/api/")) {
      assertTrue(type.startsWith("application/json"), answer.toString());
      assertTrue(answer.body().contains("\"status\":\"error\""), answer.toString());
    } else {
      assertTrue(type.startsWith("text/html"), answer.toString());
    }
    assertFalse(answer.body().contains("Payara"), answer.body());
    assertFalse(answer.body().contains("\tat "), answer.body());
    assertFalse(answer.body().contains("Exception"), answer.body());
  }
}
