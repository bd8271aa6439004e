package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.github.riskyproxmox.simulator.SimCluster;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.Waiting;
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
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A simulated Proxmox, the packaged agent for it, and Chromium with the agent's page. */
final class PageWorld implements AutoCloseable {
  /** Longer than any test: those that need it to be over move the time on. */
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMinutes(10);

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern VMID = Pattern.compile("\"vmid\":\\d+");

  private final StoppableClock clock = new StoppableClock();
  private final HttpClient http = AgentApi.newClient();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final PackagedAgent agent;
  private final AgentApi client;
  private final Playwright playwright;
  private final Browser browser;
  private SimServer proxmox;
  private Optional<Page> desktop = Optional.empty();
  private Duration opening = Duration.ZERO;

  PageWorld(SimScenario scenario) throws IOException, InterruptedException {
    this(scenario, Map.of());
  }

  /** With further settings of the agent. */
  PageWorld(SimScenario scenario, Map<String, String> settings)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new AssertionError("Chromium is not at " + CHROMIUM + ": apt-get install chromium.");
    }
    proxmox = SimServer.start(scenario, clock, 0);
    Map<String, String> all =
        new HashMap<>(Map.of("SHUTDOWN_TIMEOUT", Long.toString(SHUTDOWN_TIMEOUT.toSeconds())));
    all.putAll(settings);
    agent = PackagedAgent.on(proxmox, all);
    client = new AgentApi(agent);
    PlaywrightAssertions.setDefaultAssertionTimeout(Waiting.millis());
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
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

  /** With the scenario of {@code page.json}. */
  static PageWorld usual() throws IOException, InterruptedException {
    return new PageWorld(usualScenario());
  }

  /** With the VMs of one node of {@code page.json}: the fewer nodes, the quicker each poll. */
  static PageWorld ofOneNode() throws IOException, InterruptedException {
    return ofOneNode(Map.of());
  }

  /** The same with further settings of the agent. */
  static PageWorld ofOneNode(Map<String, String> settings)
      throws IOException, InterruptedException {
    SimScenario usual = usualScenario();
    return new PageWorld(
        usual.withVms(usual.vms().stream().filter(vm -> vm.node().equals("pve")).toList()),
        settings);
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

  /** Script errors and violations of the content security policy that the browser reported. */
  List<String> complaints() {
    return complaints;
  }

  /** Opens the page on that device and waits until it is live. */
  Page open(Screenshot look) {
    return open(look.options());
  }

  /**
   * Opens the page on a desktop as on a first visit and waits until it is live. It is always the
   * same window: to open another one takes longer than most tests.
   */
  Page open() {
    if (desktop.isPresent()) {
      Page page = desktop.get();
      page.unrouteAll();
      page.evaluate("localStorage.clear(), sessionStorage.clear()");
      navigate(page);
      return page;
    }
    Page page = open(Screenshot.DESKTOP_DARK);
    desktop = Optional.of(page);
    return page;
  }

  Page open(Browser.NewContextOptions options) {
    Page page = blank(options);
    navigate(page);
    return page;
  }

  /** Opens the page and does not wait until it is live: without script it never is. */
  Page browse(Browser.NewContextOptions options) {
    Page page = blank(options);
    page.navigate(agent.url().toString());
    return page;
  }

  private Page blank(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(Waiting.millis());
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    return page;
  }

  private void navigate(Page page) {
    long begun = System.nanoTime();
    page.navigate(agent.url().toString());
    awaitLive(page);
    opening = Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * The limit for something that the page promises within so many milliseconds. On a busy machine
   * it is three times as long as the page took to open the last time.
   */
  double promised(double millis) {
    return Math.max(millis, 3.0 * opening.toMillis());
  }

  /** Waits until the page gets updates. */
  static void awaitLive(Page page) {
    page.waitForSelector("#link[data-link=live], #link[data-link=stale], #link[data-link=polling]");
  }

  /** Closes all pages but the desktop window, which is used again. */
  void closePages() {
    Optional<BrowserContext> kept = desktop.map(Page::context);
    browser.contexts().stream()
        .filter(context -> !kept.equals(Optional.of(context)))
        .toList()
        .forEach(BrowserContext::close);
  }

  /**
   * Replaces the Proxmox by another one, closes all pages, and waits until the agent, which runs
   * on, has read it.
   */
  void become(SimScenario scenario) {
    closePages();
    SimScenario known = scenario.withSecret(proxmox.tokenId(), proxmox.tokenSecret());
    proxmox = proxmox.replacedBy(known, clock);
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

  /** Restores the first state: 101 runs, no launch is under way, there are no faults. */
  void reset() {
    proxmox.faults().clear();
    cluster().setLock(101, Optional.empty());
    cluster().setLock(105, Optional.empty());
    cluster().migrate(106, "pve");
    cluster().setLock(106, Optional.empty());
    await(
        "the launch to be over",
        () -> {
          String launch = api("api/launch");
          // Without an answer the state is not known.
          return !launch.isEmpty()
              && !launch.matches(".*\"state\":\"(stopping|waiting|starting)\".*");
        });
    // The simulator knows what is up; the agent may not have read it yet.
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
    try {
      return client.launch(json).body().replace("\n", " ");
    } catch (IOException unanswered) {
      throw new AssertionError("The agent did not answer to " + json + ".", unanswered);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }

  /** Launches that VM, terminates the one that runs, and waits until the agent reports success. */
  void launched(int vmid) {
    String answer = launch("{\"vmid\":" + vmid + ",\"action\":\"terminate\"}");
    assertTrue(answer.contains("\"status\":\"started\""), answer);
    Waiting.until(
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

  /** The compressed body of that address, as a browser requests it; empty if it is not 200. */
  Optional<byte[]> compressed(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept-Encoding", "gzip, deflate").build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  /** Waits for that condition. */
  static void await(String what, BooleanSupplier condition) {
    Waiting.until(what, condition);
  }

  /** Proxmox's time stands still until {@link #resumeTime}. */
  void stopTime() {
    clock.stop();
  }

  /** Stops Proxmox's time as soon as a task of that type runs. */
  void stopTimeAt(String taskType) {
    await(taskType, () -> running(taskType).isPresent());
    clock.stop();
  }

  /** Moves Proxmox's time on by that much and lets it go on. */
  void resumeTime(Duration later) {
    clock.advance(later);
    clock.resume();
  }

  /** Waits for a shutdown and moves the time on until Proxmox stops waiting for the guest. */
  void failShutdown() {
    await("a shutdown", () -> running("qmshutdown").isPresent());
    clock.advance(SHUTDOWN_TIMEOUT.plusSeconds(5));
  }

  private Optional<SimTask> running(String taskType) {
    return cluster().tasks().stream()
        .filter(task -> task.type().equals(taskType) && task.isRunning())
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    playwright.close();
    agent.close();
    proxmox.close();
    clock.close();
  }
}
