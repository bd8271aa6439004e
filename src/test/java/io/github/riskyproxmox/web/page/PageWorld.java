package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimCluster;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A simulated Proxmox, the packaged agent on it, and a real Chromium that looks at its page. */
final class PageWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern VMID = Pattern.compile("\"vmid\":\\d+");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final PackagedAgent agent;
  private final Playwright playwright;
  private final Browser browser;
  private SimServer proxmox;
  private Optional<Page> desktop = Optional.empty();

  PageWorld(SimScenario scenario) throws IOException, InterruptedException {
    this(scenario, Map.of());
  }

  /** With further settings of the agent. */
  PageWorld(SimScenario scenario, Map<String, String> settings)
      throws IOException, InterruptedException {
    proxmox = SimServer.start(scenario, SimClock.system(), 0);
    Map<String, String> all = new HashMap<>(Map.of("SHUTDOWN_TIMEOUT", "6"));
    all.putAll(settings);
    agent = PackagedAgent.on(proxmox, all);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** That of {@code page.json}. */
  static PageWorld usual() throws IOException, InterruptedException {
    return new PageWorld(usualScenario());
  }

  /** The same without the other nodes' VMs: the fewer nodes, the sooner a change is seen. */
  static PageWorld ofOneNode() throws IOException, InterruptedException {
    SimScenario usual = usualScenario();
    return new PageWorld(
        usual.withVms(usual.vms().stream().filter(vm -> vm.node().equals("pve")).toList()));
  }

  static SimScenario usualScenario() throws IOException {
    return SimScenario.parse(
        Files.readString(Path.of("src/test/resources/io/github/riskyproxmox/web/page/page.json")));
  }

  SimServer proxmox() {
    return proxmox;
  }

  SimCluster cluster() {
    return proxmox.cluster();
  }

  PackagedAgent agent() {
    return agent;
  }

  /** What the browser complained of: errors of scripts, breaches of the content policy. */
  List<String> complaints() {
    return complaints;
  }

  /** The page, live, as seen by that look. */
  Page open(Screenshot look) {
    return open(look.options());
  }

  /**
   * The page, live, on a desktop, as for a first visit. It is always the same window: opening
   * another takes longer than most tests.
   */
  Page open() {
    if (desktop.isPresent()) {
      Page page = desktop.get();
      page.unrouteAll();
      page.evaluate("localStorage.clear(), sessionStorage.clear()");
      page.navigate(agent.url().toString());
      awaitLive(page);
      return page;
    }
    Page page = open(Screenshot.DESKTOP_DARK);
    desktop = Optional.of(page);
    return page;
  }

  Page open(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE.toMillis());
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.navigate(agent.url().toString());
    awaitLive(page);
    return page;
  }

  /** Waits until it hears of changes. */
  static void awaitLive(Page page) {
    page.waitForSelector("#link[data-link=live], #link[data-link=stale], #link[data-link=polling]");
  }

  /** Closes what was opened, but for the window that is used again. */
  void closePages() {
    Optional<BrowserContext> kept = desktop.map(Page::context);
    browser.contexts().stream()
        .filter(context -> !kept.equals(Optional.of(context)))
        .toList()
        .forEach(BrowserContext::close);
  }

  /**
   * Another Proxmox in the place of the one before, and no window open; the agent is the same, and
   * has seen it.
   */
  void become(SimScenario scenario) {
    closePages();
    SimScenario known = scenario.withSecret(proxmox.tokenId(), proxmox.tokenSecret());
    proxmox = proxmox.replacedBy(known, SimClock.system());
    String vmids =
        scenario.vms().stream()
            .filter(vm -> !vm.container() && !vm.template())
            .map(vm -> "\"vmid\":" + vm.vmid())
            .sorted()
            .collect(Collectors.joining(" "));
    await(
        "the agent to see the other VMs",
        () ->
            VMID.matcher(api("api/vms"))
                .results()
                .map(MatchResult::group)
                .sorted()
                .collect(Collectors.joining(" "))
                .equals(vmids));
  }

  /** All as it was in the beginning: 101 runs, no launch, nothing goes wrong. */
  void reset() {
    proxmox.faults().clear();
    cluster().setLock(105, Optional.empty());
    cluster().migrate(106, "pve");
    cluster().setLock(106, Optional.empty());
    await(
        "the launch to be over",
        () -> {
          String launch = api("api/launch");
          // No answer at all says nothing of it.
          return !launch.isEmpty()
              && !launch.matches(".*\"state\":\"(stopping|waiting|starting)\".*");
        });
    // By what is really so: the agent may not have seen it yet.
    for (int vmid : List.of(102, 104, 105, 106)) {
      if (isReallyUp(vmid)) {
        cluster().powerOffInside(vmid);
        await(vmid + " to stop", () -> !isReallyUp(vmid));
      }
    }
    if (!isReallyUp(101)) {
      cluster().startBySomebodyElse(101);
      await("101 to run", () -> isReallyUp(101));
    }
    await(
        "the agent to see 101 running and nothing else",
        () -> isUp(101) && api("api/vms").split("\"status\":\"running\"", -1).length == 2);
  }

  private boolean isReallyUp(int vmid) {
    return cluster().vm(vmid).orElseThrow().isUp();
  }

  boolean isUp(int vmid) {
    return api("api/vms").matches(".*\"vmid\":" + vmid + ",[^}]*\"status\":\"running\".*");
  }

  String api(String path) {
    return send(HttpRequest.newBuilder(agent.url(path)).build());
  }

  /** Posts that to {@code /api/launch}. */
  String launch(String json) {
    String answer =
        send(
            HttpRequest.newBuilder(agent.url("api/launch"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    if (answer.isEmpty()) {
      throw new AssertionError("The agent did not answer to " + json + ".");
    }
    return answer;
  }

  /** Launches that one, terminating what runs, and waits until it is over and seen to run. */
  void launched(int vmid) {
    String answer = launch("{\"vmid\":" + vmid + ",\"action\":\"terminate\"}");
    assertTrue(answer.contains("\"status\":\"started\""), answer);
    await(
        () -> vmid + " to run: " + api("api/launch") + api("api/vms") + api("health"),
        () -> isUp(vmid) && api("api/launch").contains("\"state\":\"succeeded\""));
  }

  private String send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body().replace("\n", " ");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The transferred size of that address, compressed, as a browser asks for it. */
  Optional<byte[]> compressed(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept-Encoding", "gzip, deflate").build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  /** Waits until that is so; asks again twenty times a second. */
  static void await(String what, BooleanSupplier condition) {
    await(() -> what, condition);
  }

  private static void await(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited in vain for " + what.get() + ".");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    playwright.close();
    agent.close();
    proxmox.close();
  }
}
