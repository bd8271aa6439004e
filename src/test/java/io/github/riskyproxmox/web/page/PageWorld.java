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

/** A simulated Proxmox, the packaged agent on it, and a real Chromium that looks at its page. */
final class PageWorld implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern VMID = Pattern.compile("\"vmid\":\\d+");

  private final StoppableClock clock = new StoppableClock();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final PackagedAgent agent;
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
    Map<String, String> all = new HashMap<>(Map.of("SHUTDOWN_TIMEOUT", "600"));
    all.putAll(settings);
    agent = PackagedAgent.on(proxmox, all);
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
      navigate(page);
      return page;
    }
    Page page = open(Screenshot.DESKTOP_DARK);
    desktop = Optional.of(page);
    return page;
  }

  Page open(Browser.NewContextOptions options) {
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
    navigate(page);
    return page;
  }

  private void navigate(Page page) {
    long begun = System.nanoTime();
    page.navigate(agent.url().toString());
    awaitLive(page);
    opening = Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * How many milliseconds something may take that the page promises within so many: on a busy
   * machine three times as long as the page took to open the last time.
   */
  long promised(long millis) {
    return Math.max(millis, 3 * opening.toMillis());
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
    try {
      return new AgentApi(agent).launch(json).body().replace("\n", " ");
    } catch (IOException unanswered) {
      throw new AssertionError("The agent did not answer to " + json + ".", unanswered);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }

  /** Launches that one, terminating what runs, and waits until it is over and seen to run. */
  void launched(int vmid) {
    String answer = launch("{\"vmid\":" + vmid + ",\"action\":\"terminate\"}");
    assertTrue(answer.contains("\"status\":\"started\""), answer);
    Waiting.until(
        () -> vmid + " to run: " + api("api/launch") + api("api/vms") + api("health"),
        () -> isUp(vmid) && api("api/launch").contains("\"state\":\"succeeded\""));
  }

  private String send(HttpRequest request) {
    try {
      return AgentApi.client()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .replace("\n", " ");
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
    HttpResponse<byte[]> answer =
        AgentApi.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  /** Waits until that is so. */
  static void await(String what, BooleanSupplier condition) {
    Waiting.until(what, condition);
  }

  /** Proxmox's time stands still until {@link #resumeTime}. */
  void stopTime() {
    clock.stop();
  }

  /** The same as soon as a task of that type runs. */
  void stopTimeAt(String taskType) {
    await(taskType, () -> running(taskType).isPresent());
    clock.stop();
  }

  /** Proxmox's time goes on, that much later. */
  void resumeTime(Duration later) {
    clock.advance(later);
    clock.resume();
  }

  /** Waits for a shutdown and makes it fail, as if Proxmox had stopped waiting for the guest. */
  void failShutdown() {
    await("a shutdown", () -> running("qmshutdown").isPresent());
    cluster().crashTask(running("qmshutdown").orElseThrow().upid());
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
