package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.RawHttp.Answer;
import io.github.riskyproxmox.support.ReverseProxy;
import java.io.BufferedReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page below a path, behind real reverse proxies, and in the frame of another page. */
class BehindProxyIT {
  /** The dialog ignores clicks for a moment after it has opened. */
  private static final String TERMINATE =
      "#plan:not([data-settling]) .choice[data-action=terminate]";

  private static final Pattern ADDRESS = Pattern.compile("(?:href|src|action)=\"([^\"]+)\"");

  private static FramingPage dashboard;
  private static PageWorld world;

  enum Proxy {
    NGINX,
    APACHE;

    ReverseProxy start() throws Exception {
      return switch (this) {
        case NGINX -> ReverseProxy.nginx(world.agent());
        case APACHE -> ReverseProxy.apache(world.agent());
      };
    }
  }

  @BeforeAll
  static void begin() throws Exception {
    dashboard = new FramingPage();
    world =
        PageWorld.ofOneNode(
            Map.of("BASE_PATH", "/vms", "FRAME_ANCESTORS", dashboard.origin("localhost") + "/"));
    dashboard.frame(world.agent().url());
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
    dashboard.close();
  }

  @BeforeEach
  void reset() {
    world.closePages();
    world.reset();
    world.complaints().clear();
  }

  // ---- Proxies ---------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void thePageIsLiveAndLaunchesBehind(Proxy kind) throws Exception {
    try (ReverseProxy proxy = kind.start()) {
      Page page = world.browse(Screenshot.DESKTOP_DARK.options());
      page.navigate("http://127.0.0.1:" + proxy.port() + "/vms/");
      // Without its event stream it would be "polling".
      assertThat(page.locator("#link")).hasAttribute("data-link", "live");
      assertEquals(true, page.evaluate("getComputedStyle(document.body).margin === '0px'"));

      page.locator("#vm-102 .launch").click();
      page.locator(TERMINATE).click();

      assertThat(page.locator("#vm-102[data-place=now] .state")).containsText("Running");
      assertThat(page.locator("#lost")).isHidden();
      assertEquals(List.of(), world.complaints());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theApiIsThereForProgramsAndForThePageItselfAlone(Proxy kind) throws Exception {
    try (ReverseProxy proxy = kind.start()) {
      int port = proxy.port();
      String own = "127.0.0.1:" + port;

      assertEquals(200, cancel(port, own).status());
      assertEquals(200, cancel(port, own, "Origin: http://" + own).status());
      assertEquals(403, cancel(port, own, "Origin: http://evil.example").status());
      assertEquals(403, cancel(port, own, "Origin: http://127.0.0.1:1").status());
      // A page of that name, if its owner let it resolve to the proxy.
      Answer rebound = cancel(port, "evil.example", "Origin: http://evil.example");
      assertEquals(421, rebound.status(), rebound.toString());
      assertTrue(rebound.body().contains("ALLOWED_HOSTS=evil.example"), rebound.body());
      assertEquals(421, get(port, "/vms/api/vms", "Host: evil.example").status());
      assertEquals(
          421,
          cancel(port, "evil.example", "X-Forwarded-Host: " + own, "Origin: http://evil.example")
              .status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsArriveWhenTheyHappenBehind(Proxy kind) throws Exception {
    try (ReverseProxy proxy = kind.start();
        Socket stream =
            RawHttp.open(proxy.port(), "GET /vms/api/events HTTP/1.1\nHost: localhost\n\n")) {
      BufferedReader lines = RawHttp.lines(stream);
      awaitLine(lines, "event: snapshot");
      world.cluster().setLock(105, Optional.of("backup"));
      // The stream goes on, so a proxy that waited for its end, or for more of it, would fail here.
      awaitLine(lines, "\"lock\":\"backup\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePathWithoutItsSlashLeadsToThePageBehind(Proxy kind) throws Exception {
    try (ReverseProxy proxy = kind.start()) {
      Answer answer = get(proxy.port(), "/vms", "Host: 127.0.0.1:" + proxy.port());

      assertEquals(307, answer.status(), answer.toString());
      assertEquals(Optional.of("/vms/"), answer.one("Location"));
    }
  }

  // ---- BASE_PATH -------------------------------------------------------------------------------

  @Test
  void everyAddressOfThePageIsBelowThePathAndThere() throws Exception {
    String page = get("/vms/").body();
    List<String> addresses =
        ADDRESS
            .matcher(page)
            .results()
            .map((MatchResult found) -> found.group(1).replace("&amp;", "&"))
            .filter(address -> !address.startsWith("#") && !address.matches("https?://.*"))
            .toList();

    assertTrue(addresses.size() > 9, addresses.toString());
    for (String address : addresses) {
      URI there = world.agent().url().resolve(address);
      assertTrue(there.getPath().startsWith("/vms/"), address);
      assertEquals(200, get(there.getRawPath() + query(there)).status(), address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/vms/index.xhtml, 200, text/html",
    "/vms/api/vms, 200, application/json",
    "/vms/api/launch, 200, application/json",
    "/vms/health, 200, application/json",
    "/vms/health/live, 200, application/json",
    "/vms/health/ready, 200, application/json",
    "/vms/openapi, 200, application/json",
    "/vms/app.webmanifest, 200, application/manifest+json",
    "/vms/nosuch, 404, text/html",
    "/vms/WEB-INF/web.xml, 404, text/html",
    "/vms/api/nosuch, 404, application/json",
    "/vms/metrics, 404, text/html",
  })
  void everythingIsBelowThePath(String path, int status, String type) throws Exception {
    Answer answer = get(path);

    assertEquals(status, answer.status(), answer.toString());
    assertTrue(answer.one("Content-Type").orElse("").startsWith(type), answer.toString());
    assertEquals(Optional.of("nosniff"), answer.one("X-Content-Type-Options"));
  }

  @Test
  void theCommandCheckFindsTheAgentThere() throws Exception {
    PackagedAgent.Exit check =
        PackagedAgent.run(
            Map.of(
                "PVE_HOST", "127.0.0.1:1",
                "PVE_TOKEN_ID", "launcher@pve!agent",
                "PVE_TOKEN_SECRET", "6b1e0c9a-not-for-anyone",
                "BASE_PATH", "/vms"),
            "check",
            "--port",
            Integer.toString(world.agent().port()));

    assertTrue(check.out().contains("The agent answers."), check.toString());
  }

  @Test
  void whatNamesAddressesNamesThoseBelowThePath() throws Exception {
    assertTrue(get("/vms/nosuch").body().contains("href=\"/vms/\""));
    assertTrue(get("/vms/openapi").body().contains("\"url\" : \"/vms\""));
    assertTrue(get("/vms/app.webmanifest").body().contains("\"start_url\":\"./\""));
    assertTrue(world.agent().output().contains("ready at " + world.agent().url()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.xhtml",
        "/x",
        "/api",
        "/api/vms",
        "/health",
        "/openapi",
        "/vmsx",
        "/VMS/",
        "/%76ms/",
        "/vms;x/",
        "//vms/",
        "/vms/../x",
        "/vms/..",
        "/vms/%2e%2e/x",
        "/vms/..;/x",
        "/x/../vms/",
        "/metrics",
        "/WEB-INF/web.xml",
      })
  void outsideOfThePathIsA404ThatSaysWhereThePageIs(String path) throws Exception {
    for (String method : List.of("GET", "POST", "OPTIONS")) {
      Answer answer =
          RawHttp.ask(world.agent().port(), method, path, new byte[0], "Host: localhost");

      assertEquals(404, answer.status(), answer.toString());
      assertTrue(answer.body().contains("/vms/"), answer.toString());
      assertEquals(path.startsWith("/api"), answer.body().startsWith("{"), answer.toString());
      assertTrue(
          answer.one("Content-Security-Policy").orElse("").contains("frame-ancestors 'none'"));
      assertEquals(Optional.of("no-store"), answer.one("Cache-Control"));
      assertEquals(Optional.empty(), answer.one("Server"));
    }
    Answer head = RawHttp.ask(world.agent().port(), "HEAD", path, "Host: localhost");
    assertEquals(404, head.status());
    assertEquals("", head.body());
  }

  // ---- Frames ----------------------------------------------------------------------------------

  @Test
  void theDashboardOfTheSettingShowsThePageAndItWorksThere() {
    Page page = world.browse(Screenshot.DESKTOP_DARK.options());
    page.navigate(dashboard.origin("localhost"));
    FrameLocator frame = page.frameLocator("iframe");

    assertThat(frame.locator("#link")).hasAttribute("data-link", "live");
    frame.locator("#vm-102 .launch").click();
    frame.locator(TERMINATE).click();

    assertThat(frame.locator("#vm-102[data-place=now] .state")).containsText("Running");
    assertTrue(world.isUp(102));
    assertEquals(List.of(), page.context().cookies());
    assertEquals(List.of(), world.complaints());
  }

  /** The same server by another name is another origin. */
  @Test
  void anotherDashboardIsRefused() {
    Page page = world.browse(Screenshot.DESKTOP_DARK.options());
    page.navigate(dashboard.origin("127.0.0.1"));

    PageWorld.await("the browser to refuse the frame", () -> !world.complaints().isEmpty());
    assertTrue(world.complaints().get(0).contains("frame-ancestors"), world.complaints()::toString);
    assertThat(page.frameLocator("iframe").locator("#page")).hasCount(0);
  }

  /** X-Frame-Options can name no origin, and a browser must not read both. */
  @Test
  void thePolicyNamesTheOriginAndNothingContradictsIt() throws Exception {
    for (String path : List.of("/vms/", "/vms/nosuch", "/vms/api/vms")) {
      Answer answer = get(path);
      assertTrue(
          answer
              .one("Content-Security-Policy")
              .orElse("")
              .contains("frame-ancestors " + dashboard.origin("localhost")),
          answer.toString());
      assertEquals(Optional.empty(), answer.one("X-Frame-Options"));
    }
  }

  /** The page in the frame may change something; the one around it may not. */
  @Test
  void theDashboardItselfMayChangeNothing() throws Exception {
    String own = "127.0.0.1:" + world.agent().port();
    String origin = "Origin: " + dashboard.origin("localhost");

    assertEquals(403, cancel(world.agent().port(), own, origin).status());
    assertEquals(
        403,
        RawHttp.ask(world.agent().port(), "POST", "/vms/index.xhtml", "Host: " + own, origin)
            .status());
  }

  private static void awaitLine(BufferedReader lines, String words) throws Exception {
    for (String line = lines.readLine(); !line.contains(words); line = lines.readLine()) {
      assertTrue(stream(line), line);
    }
  }

  /** The head of the answer, sizes of chunks, and the lines of events. */
  private static boolean stream(String line) {
    return !line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.1 200 ");
  }

  private static String query(URI address) {
    return address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
  }

  private static Answer cancel(int port, String host, String... headers) throws Exception {
    String[] all = new String[headers.length + 2];
    all[0] = "Host: " + host;
    all[1] = "Content-Type: application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    byte[] body = "{\"vmid\":101,\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);
    return RawHttp.ask(port, "POST", "/vms/api/launch", body, all);
  }

  private static Answer get(String path) throws Exception {
    return get(world.agent().port(), path, "Host: localhost");
  }

  private static Answer get(int port, String path, String host) throws Exception {
    return RawHttp.ask(port, "GET", path, host);
  }
}
