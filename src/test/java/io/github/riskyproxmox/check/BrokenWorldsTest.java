package io.github.riskyproxmox.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.check.Finding.Severity;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.FreePorts;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In each of these worlds one thing is wrong, and the check names it first. */
class BrokenWorldsTest {
  private static final String GRANTS =
      """
      {"/vms": ["VM.Audit", "VM.PowerMgmt", "VM.Config.Disk", "VM.GuestAgent.Audit"],
       "/storage/local": ["Datastore.AllocateSpace"]%s}""";
  private static final String VM = "{\"vmid\": 101, \"name\": \"win11\", \"state\": \"running\"%s}";

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private InstantSource clock = InstantSource.system();
  private NetworkCheck.Lookup lookup = InetAddress::getAllByName;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void aWholeWorldHasNothingToCure() throws IOException {
    Report report = check(simulator(scenario("", "", VM.formatted(""))));

    assertEquals(0, report.exitStatus(), report.table());
    assertTrue(
        report.findings().stream().allMatch(finding -> finding.cure().isEmpty()), report.table());
    assertTrue(report.table().contains("Proxmox VE 9.2.11 answers."), report.table());
    assertTrue(report.table().contains("It can be hibernated."), report.table());
  }

  @Test
  void aWrongPort() throws IOException {
    int closed = FreePorts.next();
    named("check.failed", "refused", "8006", check(settings(closed)), 2);
  }

  @Test
  void plainHttp() throws IOException {
    ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(plain);
    Thread server = new Thread(() -> answerInTheClear(plain));
    server.setDaemon(true);
    server.start();

    named(
        "check.failed",
        "without TLS (plain HTTP",
        "its port reachable from here",
        check(settings(plain.getLocalPort())),
        2);
  }

  @Test
  void thePageOfAProxy() throws IOException {
    String page = "<html><title>Sign in</title></html>";
    ScriptedServer proxy =
        scripted(
            TestCertificate.good(directory),
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                + page.length()
                + "\r\n\r\n"
                + page);

    named(
        "check.failed",
        "an HTML page (title \"Sign in\")",
        "what stands in front",
        check(settings(proxy.port())),
        2);
  }

  @Test
  void aWrongSecret() throws IOException {
    Map<String, String> settings = simulator(scenario("", "", VM.formatted("")));
    settings.put("PVE_TOKEN_SECRET", "00000000-0000-0000-0000-000000000000");

    named("check.failed", "does not accept the token", "PVE_TOKEN_ID", check(settings), 2);
  }

  @Test
  void aTokenWithPrivilegeSeparationToWhichNothingIsGranted() throws IOException {
    String nothing =
        """
        {"users": [{"id": "launcher@pve", "grants": %s}],
         "tokens": [{"id": "launcher@pve!agent", "privsep": true, "grants": {}}],
         "vms": [%s]}
        """
            .formatted(GRANTS.formatted(""), VM.formatted(""));

    Report report = check(simulator(nothing));

    named("lacking", "VM.Audit", "--tokens 'launcher@pve!agent'", report, 2);
    assertTrue(cure(report).contains("--users launcher@pve --roles Launcher"), cure(report));
    assertEquals("/vms", report.findings().get(0).where());
  }

  /** Only a token with Sys.Audit on /access may ask what its user may do. */
  @Test
  void whereTheUserIsKnownToHaveThePrivilegeOnlyTheTokenNeedsIt() throws IOException {
    String audit = "\"/access\": [\"Sys.Audit\"]";
    String nothing =
        """
        {"users": [{"id": "launcher@pve", "grants": %s}],
         "tokens": [{"id": "launcher@pve!agent", "privsep": true, "grants": {%s}}],
         "vms": [%s]}
        """
            .formatted(GRANTS.formatted(", " + audit), audit, VM.formatted(""));

    Report report = check(simulator(nothing));

    named("lacking", "The user has VM.Audit, the token does not", "--tokens", report, 2);
    assertFalse(cure(report).contains("--users"), cure(report));
  }

  @Test
  void thePinOfAnotherCertificate() throws IOException {
    Map<String, String> settings = simulator(scenario("", "", VM.formatted("")));
    settings.put("PVE_FINGERPRINT", "00".repeat(32));

    named("check.failed", "PVE_FINGERPRINT", "pvenode cert info", check(settings), 2);
  }

  @Test
  void anExpiredCertificate() throws Exception {
    TestCertificate expired = TestCertificate.expired(directory);
    Map<String, String> settings = settings(scripted(expired, "").port());
    settings.put("PVE_INSECURE_SSL", "false");
    settings.put("PVE_CA_FILE", expired.writePem(directory.resolve("ca.pem")).toString());

    named("check.failed", "has expired", "PVE_FINGERPRINT", check(settings), 2);
  }

  @Test
  void anExpiredCertificateThatIsAcceptedIsAWarning() throws IOException {
    ScriptedServer proxmox =
        scripted(TestCertificate.expired(directory), ScriptedServer.json("401 No ticket", ""));

    Report report = check(settings(proxmox.port()));

    assertTrue(
        report.findings().stream()
            .anyMatch(
                finding ->
                    finding.severity() == Severity.WARNING && finding.what().is(CheckText.EXPIRED)),
        report.table());
  }

  @Test
  void anUnknownNode() throws IOException {
    Map<String, String> settings = simulator(scenario("", "", VM.formatted("")));
    settings.put("PVE_NODE", "elsewhere");

    named("check.unknown-node", "There are: pve.", "PVE_NODE", check(settings), 2);
  }

  /** Not even root can write into /proc. */
  @Test
  void aStateDirectoryThatCannotBeWritten() throws IOException {
    Map<String, String> settings = simulator(scenario("", "", VM.formatted("")));

    Report report = report(settings, Path.of("/proc/risky-proxmox-agent"));

    named("check.state-read-only", "no launch is begun", "--state-dir", report, 2);
  }

  @Test
  void aClockThatIsTwentyMinutesOff() throws IOException {
    InstantSource real = InstantSource.system();
    clock = () -> real.instant().plus(Duration.ofMinutes(20));

    named(
        "check.clock",
        "differ by 1",
        "NTP",
        check(simulator(scenario("", "", VM.formatted("")))),
        1);
  }

  @Test
  void anIpv6AddressThatIsDead() throws IOException {
    lookup =
        host ->
            new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")};

    Report report = check(simulator(scenario("", "", VM.formatted(""))));

    named("check.dead", "No connection can be made", "DNS", report, 1);
    assertTrue(report.findings().get(0).where().contains("0:0:0:0:0:0:0:1"), report.table());
  }

  @Test
  void mappingsThatTheTokenMayNotRead() throws IOException {
    String mapped = VM.formatted(", \"hostpci\": [\"mapping=gpu\"]");
    String mapping =
        ", \"mappings\": [{\"type\": \"pci\", \"id\": \"gpu\", \"map\":"
            + " [\"node=pve,path=0000:01:00.0,id=10de:2684\"]}]";

    Report report = check(simulator(scenario("", mapping, mapped)));

    named("lacking", "Mapping.Audit", "acl modify /mapping --users", report, 1);
  }

  @Test
  void agentsThatTheTokenMayNotAsk() throws IOException {
    String device = ", \"hostpci\": [\"0000:01:00.0\"]";

    String scenario =
        scenario("", "", VM.formatted(device)).replace(", \"VM.GuestAgent.Audit\"", "");
    Report report = check(simulator(scenario));

    named("lacking", "VM.GuestAgent.Audit", "acl modify /vms --users", report, 1);
  }

  @Test
  void settingsThatAreMissingAreNamedAll() {
    Report report = report(Map.of(), directory);

    assertEquals(2, report.exitStatus());
    for (String key : List.of("PVE_HOST", "PVE_TOKEN_ID", "PVE_TOKEN_SECRET")) {
      assertTrue(report.table().contains(key + " is missing"), report.table());
    }
  }

  @Test
  void tagsThatContradictEachOtherAndWhatIsShared() throws IOException {
    String device = ", \"hostpci\": [\"0000:01:00.0\"]";
    String guests =
        VM.formatted(device + ", \"tags\": \"easy-kill;never-kill\"")
            + ", {\"vmid\": 102, \"name\": \"games\", \"tags\": \"easy-kill;keep\""
            + device
            + "}";

    Report report = check(simulator(scenario("", "", guests)));

    assertEquals(1, report.exitStatus(), report.table());
    named("check.easy-and-never", "never-kill wins", "Remove one", report, 1);
    assertTrue(report.table().contains("keep. No launch stops it"), report.table());
    assertTrue(
        report.table().contains("It cannot run beside") && report.table().contains("0000:01:00"),
        report.table());
    assertTrue(report.table().contains("It cannot be hibernated:"), report.table());
  }

  /** The card is taken by the one that starts first, so the other one is named. */
  @Test
  void guestsThatStartWithTheHostAndExcludeEachOther() throws IOException {
    String device = ", \"hostpci\": [\"0000:01:00.0\"], \"options\": {\"onboot\": \"%s\"%s}";
    String guests =
        VM.formatted(device.formatted("1", ""))
            + ", {\"vmid\": 102, \"name\": \"games\""
            + device.formatted("1", ", \"startup\": \"order=2,up=30\"")
            + "}, {\"vmid\": 103, \"name\": \"spare\""
            + device.formatted("0", ", \"startup\": \"1\"")
            + "}";

    Report report = check(simulator(scenario("", "", guests)));

    named(
        "check.both-at-boot",
        "It and games (102) start with the host (onboot), games (102) first",
        "qm set 101 --onboot 0",
        report,
        1);
    assertEquals("win11 (101)", report.findings().get(0).where());
    assertEquals(
        1,
        report.findings().stream()
            .filter(finding -> finding.what().is(CheckText.BOTH_AT_BOOT))
            .count());
  }

  @Test
  void programsGetTheSameAsJson() throws IOException {
    Map<String, String> settings = simulator(scenario("", "", VM.formatted("")));
    settings.put("PVE_NODE", "elsewhere");

    String json = check(settings).json();

    assertTrue(
        json.startsWith(
            "{\"exit_status\":2,\"findings\":[{\"severity\":\"broken\",\"id\":\"check.unknown-node\""),
        json);
    assertFalse(json.contains(settings.get("PVE_TOKEN_SECRET")), json);
  }

  private static void named(String id, String what, String cure, Report report, int exitStatus) {
    Finding first = report.findings().get(0);
    String table = report.table();
    assertEquals(id, first.what().key().id(), table);
    assertTrue(Messages.text(first.what()).contains(what), table);
    assertTrue(cure(report).contains(cure), table);
    assertEquals(exitStatus, report.exitStatus(), table);
  }

  private static String cure(Report report) {
    return Messages.text(report.findings().get(0).cure().orElseThrow());
  }

  private Report check(Map<String, String> settings) throws IOException {
    return report(settings, directory);
  }

  private Report report(Map<String, String> settings, Path state) {
    return new InstallationCheck(settings, Optional.empty(), lookup, clock)
        .report(state, FreePorts.next());
  }

  private static String scenario(String grants, String more, String guests) {
    String granted = GRANTS.formatted(grants);
    return """
    {"users": [{"id": "launcher@pve", "grants": %s}],
     "tokens": [{"id": "launcher@pve!agent", "privsep": true, "grants": %s}],
     "nodes": [{"name": "pve"}], "vms": [%s]%s}
    """
        .formatted(granted, granted, guests, more);
  }

  /** Settings for a simulator with that scenario. */
  private Map<String, String> simulator(String scenario) {
    SimServer server = SimServer.start(SimScenario.parse(scenario), SimClock.manual(), 0);
    open.add(server);
    Map<String, String> settings = settings(server.port());
    settings.put("PVE_TOKEN_SECRET", server.tokenSecret());
    settings.put("PVE_FINGERPRINT", server.fingerprint());
    return settings;
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("PVE_HOST", "127.0.0.1:" + port);
    settings.put("PVE_TOKEN_ID", "launcher@pve!agent");
    settings.put("PVE_TOKEN_SECRET", "0f5b6c9e-1111-2222-3333-444444444444");
    return settings;
  }

  private ScriptedServer scripted(TestCertificate certificate, String answer) throws IOException {
    ScriptedServer server = new ScriptedServer(certificate, ScriptedServer.always(answer));
    open.add(server);
    return server;
  }

  private static void answerInTheClear(ServerSocket server) {
    try {
      while (true) {
        try (Socket client = server.accept();
            OutputStream output = client.getOutputStream()) {
          output.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
