package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.Load;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.RawClient;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each value of each answer that is read may be odd: that costs that value, or its row at most. */
class OddAnswersTest extends OnSimulator {
  private static final String GUESTS = "/nodes/pve1/qemu?full=1";
  private static final String STATUS = "/nodes/pve1/qemu/100/status/current";
  private static final String CONFIG = "/nodes/pve1/qemu/100/config";

  // Each odd answer is worth a line, here by the thousand.
  private static final List<Logger> QUIET =
      Stream.of(RowReader.class, PveAccessCheck.class)
          .map(type -> Logger.getLogger(type.getName()))
          .toList();

  private static TestCertificate certificate;

  private final Map<String, String> answers = new HashMap<>();
  private volatile String status = "200 OK";
  private final AtomicLong minutes = new AtomicLong();

  // What is kept for a minute is read again each time.
  private final InstantSource later =
      () -> Instant.EPOCH.plus(Duration.ofMinutes(2 * minutes.incrementAndGet()));

  private ScriptedServer replay;
  private PveGateway gateway;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    certificate = TestCertificate.good(directory);
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  @AfterAll
  static void logAgain() {
    QUIET.forEach(logger -> logger.setLevel(null));
  }

  @BeforeEach
  void replay() throws IOException {
    replay =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              String path =
                  URLDecoder.decode(
                      withoutQuery(request.line().split(" ", -1)[1])
                          .substring("/api2/json".length()),
                      StandardCharsets.UTF_8);
              String body = answers.get(path);
              output.write(
                  json(status, body == null ? "{\"data\":[]}" : body)
                      .getBytes(StandardCharsets.UTF_8));
            });
    gateway =
        new PveGateway(
            Gateways.settings(replay.port()), Gateways.executor(), later, Limits.STANDARD);
  }

  @AfterEach
  void stopReplay() throws IOException {
    replay.close();
  }

  @Test
  void anOddValueInTheListOfANodeCostsItsRowAtMost() {
    String answer = OddAnswers.rows(recorded(GUESTS), 100, 106, 110);
    answer(GUESTS, answer);
    List<Vm> all = gateway.guests(PVE1);
    assertEquals(3, all.size());

    each(
        GUESTS,
        answer,
        odd -> false,
        () -> gateway.guests(PVE1),
        (odd, vms) -> othersAreThere(odd, all, vms, odd.path().endsWith("/vmid")));
  }

  @Test
  void anOddValueInTheListOfNodesCostsThatNodeAtMost() {
    String nodes =
        """
        {"data":[{"id":"node/pve1","node":"pve1","type":"node","status":"online"},
         {"id":"node/pve2","node":"pve2","type":"node","status":"unknown","ssl_fingerprint":"7D:98"}]}
        """;
    answer("/nodes", nodes);
    answer(GUESTS, "{\"data\":[{\"vmid\":100,\"status\":\"stopped\"}]}");
    answer("/nodes/pve2/qemu", "{\"data\":[{\"vmid\":200,\"status\":\"stopped\"}]}");
    assertEquals(2, gateway.inventory().vms().size());

    each(
        "/nodes",
        nodes,
        odd -> false,
        () -> gateway.inventory(),
        (odd, inventory) -> {
          for (String row : List.of("0", "1")) {
            if (!odd.isWithin("/data/" + row)) {
              int vmid = (Integer.parseInt(row) + 1) * 100;
              assertTrue(inventory.find(new VmId(vmid)).isPresent(), odd + " costs " + vmid);
            }
          }
        });
  }

  @Test
  void anOddValueInTheClustersListCostsItsRowAtMost() {
    String path = "/cluster/resources?type=vm";
    String resources = OddAnswers.rows(recorded(path), 100, 101);
    each(
        path,
        resources,
        odd -> false,
        () -> List.of(gateway.locate(new VmId(100)), gateway.locate(new VmId(101))),
        (odd, located) -> {
          for (int row : List.of(0, 1)) {
            boolean identity =
                List.of("", "/vmid", "/node", "/type").stream()
                    .anyMatch(member -> odd.path().equals("/data/" + row + member));
            assertTrue(identity || located.get(row).isPresent(), odd.toString());
          }
        });
  }

  @Test
  void anOddValueOfAStatusCostsTheReadingOnlyWhereItIsTheStatus() {
    each(
        STATUS,
        recorded(STATUS),
        odd -> odd.path().equals("/data/status"),
        () -> gateway.status(vm(100)),
        (odd, status) -> assertTrue(status.isPresent(), odd.toString()));
  }

  @Test
  void anOddValueInAConfigurationHidesNoDevice() {
    String config = recorded("/nodes/pve1/qemu/104/config");
    each(
        "/nodes/pve1/qemu/104/config",
        config,
        odd -> false,
        () -> gateway.config(vm(104)).orElseThrow(),
        (odd, read) -> assertTrue(read.device("hostpci").isPresent(), odd.toString()));
    each(
        CONFIG,
        recorded(CONFIG),
        odd -> false,
        () -> gateway.config(vm(100)).orElseThrow(),
        (odd, read) -> {
          assertTrue(read.memoryMiB() >= 0, odd.toString());
          if (!odd.path().equals("/data/description")) {
            assertTrue(read.notes().orElseThrow().startsWith("The **alpha**"), odd.toString());
          }
        });
  }

  @Test
  void anOddValueInAContainersConfigurationHidesNoDevice() {
    VmRef container = new VmRef(PVE1, new VmId(201), GuestType.LXC);
    String config =
        """
        {"data":{"hostname":"web","memory":512,"description":"notes","dev0":"/dev/dri/renderD128",
         "lxc":[["lxc.apparmor.profile","unconfined"],["lxc.mount.entry","/dev/dri dev/dri none"]]}}
        """;
    each(
        "/nodes/pve1/lxc/201/config",
        config,
        odd -> false,
        () -> gateway.config(container).orElseThrow(),
        (odd, read) -> {
          assertTrue(read.devices().contains("dev0"), odd.toString());
          assertEquals(
              !odd.isWithin("/data/lxc/1/1")
                  && !List.of("/data/lxc", "/data/lxc/1").contains(odd.path()),
              read.resources().containsKey("lxc1"),
              odd.toString());
        });
  }

  @Test
  void anOddValueInTheReportOfAnAgentCostsItsCommandAtMost() {
    String info =
        """
        {"data":{"result":{"version":"9.2.0","supported_commands":[
         {"name":"guest-ping","enabled":true,"success-response":true},
         {"name":"guest-suspend-disk","enabled":true,"success-response":false}]}}}
        """;
    String commands = "/data/result/supported_commands";
    each(
        "/nodes/pve1/qemu/100/agent/info",
        info,
        odd -> odd.path().equals("/data/result"),
        () -> gateway.agent(vm(100)),
        (odd, report) ->
            assertTrue(
                report.suspendsToDisk()
                    || odd.isWithin(commands + "/1")
                    || commands.startsWith(odd.path()),
                odd.toString()));
  }

  @Test
  void anOddAnswerToASuspendIsAnErrorOnlyWhereItNamesOne() {
    String refusal = "{\"data\":{\"result\":{\"error\":{\"desc\":\"no\"}}}}";
    for (OddAnswers.Odd odd : OddAnswers.of(refusal)) {
      answer("/nodes/pve1/qemu/100/agent/suspend-disk", odd.body());
      try {
        gateway.suspendDisk(vm(100));
        assertFalse(odd.isWithin("/data/result/error/desc"), odd.toString());
      } catch (PveRefused named) {
        assertTrue(odd.isWithin("/data/result/error"), odd.toString());
        assertFalse(named.words().isEmpty(), odd.toString());
      } catch (PveProtocolError notAnObject) {
        assertEquals("", odd.path(), notAnObject.toString());
      }
    }
  }

  @Test
  void anOddValueOfATaskCostsNoOtherTask() {
    Upid first = proxmox.start(vm(117));
    seconds(30);
    proxmox.stop(vm(117));
    seconds(30);
    String path = "/nodes/pve1/tasks?source=all&vmid=117&limit=50";
    String tasks = recorded(path);
    answer(path, tasks);
    assertEquals(2, gateway.tasks(vm(117)).size());
    each(
        path,
        tasks,
        odd -> false,
        () -> gateway.tasks(vm(117)),
        (odd, read) -> {
          int lost = odd.path().matches("/data/\\d(/upid)?") ? 1 : 0;
          assertTrue(read.size() >= 2 - lost, odd.toString());
        });

    String status = "/nodes/pve1/tasks/" + first + "/status";
    Function<Task, Upid> upid = Task::upid;
    each(
        status,
        recorded(status),
        odd -> odd.path().equals("/data/status"),
        () -> gateway.task(first),
        (odd, task) -> assertEquals(first, upid.apply(task)));
    String log = "/nodes/pve1/tasks/" + first + "/log?limit=5000";
    each(
        log,
        recorded(log),
        odd -> false,
        () -> List.of(gateway.lastLogLine(first), gateway.startComplaint(first)),
        (odd, lines) -> assertEquals(2, lines.size()));
  }

  @Test
  void anOddRefusalIsARefusal() {
    String refusal =
        "{\"data\":null,\"message\":\"it broke\\n\",\"errors\":{\"vmid\":\"no such\"}}";
    for (String refused : List.of("400 it broke", "500 it broke")) {
      status = refused;
      for (OddAnswers.Odd odd : OddAnswers.of(refusal)) {
        answer(STATUS, odd.body());

        PveException failure =
            assertThrows(PveException.class, () -> gateway.status(vm(100)), odd.toString());

        assertFalse(failure instanceof PveProtocolError, odd + ": " + failure);
      }
    }
    status = "500 it broke";
    for (String deep : List.of("[".repeat(200_000), "{\"a\":".repeat(200_000))) {
      answer(STATUS, "{\"data\":" + deep);
      assertThrows(PveRefused.class, () -> gateway.status(vm(100)));
    }
  }

  @Test
  void anOddTaskIdIsNotUnderstood() {
    for (OddAnswers.Odd odd : OddAnswers.of("{\"data\":\"UPID\"}")) {
      answer("/nodes/pve1/qemu/100/status/start", odd.body());

      assertThrows(PveProtocolError.class, () -> gateway.start(vm(100)), odd.toString());
    }
  }

  @Test
  void oddOptionsCostNoVm() {
    answer("/nodes", "{\"data\":[{\"node\":\"pve1\"}]}");
    answer(GUESTS, "{\"data\":[{\"vmid\":100}]}");
    each(
        "/cluster/options",
        recorded("/cluster/options"),
        odd -> false,
        () -> gateway.inventory(),
        (odd, inventory) -> {
          assertEquals(1, inventory.vms().size());
          assertTrue(
              List.of("circle", "full", "dense", "none").contains(inventory.tagStyle().shape()),
              odd + " gives the shape " + inventory.tagStyle().shape());
        });
  }

  @Test
  void oddPermissionsCostNoOtherPermission() {
    PveAccessCheck check =
        new PveAccessCheck(
            Gateways.client(Gateways.settings(replay.port())), Runnable::run, later, access -> {});
    answer("/version", recorded("/version"));
    answer("/access/permissions", recorded("/access/permissions"));
    each(
        "/access/permissions",
        recorded("/access/permissions"),
        odd -> false,
        check::check,
        (odd, access) -> assertTrue(odd.isWithin("/data//vms") || access.canSwitch(), odd + ""));
    answer("/access/permissions", recorded("/access/permissions"));
    each(
        "/version",
        recorded("/version"),
        odd -> false,
        check::check,
        (odd, access) -> {
          assertTrue(access.canSwitch(), odd.toString());
          assertTrue(access.version().length() <= 40, odd.toString());
        });
  }

  @Test
  void aLoadIsKnownWhereBothOfItsValuesWereMeasured() {
    answer(
        GUESTS,
        """
        {"data":[{"vmid":100,"status":"running","cpu":0.25,"mem":2048},
         {"vmid":101,"status":"running","cpu":"1.01","mem":"4096"},
         {"vmid":102,"status":"running","cpu":0,"mem":2048},
         {"vmid":103,"status":"running","mem":2048},
         {"vmid":104,"status":"running","cpu":0.25},
         {"vmid":105,"status":"running","cpu":"NaN","mem":2048},
         {"vmid":106,"status":"running","cpu":[0.25],"mem":-1}]}
        """);

    List<Optional<Load>> loads = gateway.guests(PVE1).stream().map(Vm::load).toList();

    assertEquals(Optional.of(new Load(25, 2048)), loads.get(0));
    assertEquals(Optional.of(new Load(100, 4096)), loads.get(1));
    assertTrue(loads.stream().skip(2).allMatch(Optional::isEmpty), loads.toString());
  }

  @Test
  void numbersMayBeTextAndTruth() {
    answer(
        GUESTS,
        """
        {"data":[{"vmid":"100","status":"running","template":"","uptime":"77","cpus":"2","maxmem":"1024"},
         {"vmid":101,"name":4711,"status":"stopped","template":true,"tags":["games"]},
         {"vmid":102,"status":"stopped","template":false,"tags":7,"uptime":-5,"maxmem":-1,"cpus":1.5}]}
        """);

    List<Vm> vms = gateway.guests(PVE1);

    assertEquals(List.of(100, 101, 102), vms.stream().map(vm -> vm.id().value()).toList());
    assertEquals(77, vms.get(0).uptime().toSeconds());
    assertEquals(2, vms.get(0).cores());
    assertEquals(1024, vms.get(0).memoryBytes());
    assertEquals(List.of(false, true, false), vms.stream().map(Vm::template).toList());
    assertEquals("4711", vms.get(1).name());
    assertEquals(0, vms.get(2).uptime().toSeconds());
    assertEquals(0, vms.get(2).memoryBytes());
    assertEquals(2, vms.get(2).cores());
  }

  @Test
  void deepNestingIsNotUnderstoodAndKillsNothing() {
    for (String deep : List.of("[".repeat(200_000), "{\"a\":".repeat(200_000))) {
      for (String around :
          List.of(
              "%s",
              "{\"data\":%s}", "{\"data\":[{\"vmid\":100,\"x\":%s}]}", "{\"data\":{\"lxc\":%s}}")) {
        answer(GUESTS, around.formatted(deep));
        answer(CONFIG, around.formatted(deep));

        assertThrows(PveProtocolError.class, () -> gateway.guests(PVE1));
        assertThrows(PveProtocolError.class, () -> gateway.config(vm(100)));
      }
    }
  }

  private void othersAreThere(OddAnswers.Odd odd, List<Vm> all, List<Vm> vms, boolean identity) {
    for (int row = 0; row < all.size(); row++) {
      Vm vm = all.get(row);
      if (!odd.isWithin("/data/" + row)) {
        assertTrue(vms.contains(vm), odd + " costs VM " + vm.id());
      } else if (!identity && !odd.path().equals("/data/" + row)) {
        assertTrue(
            vms.stream().anyMatch(read -> read.id().equals(vm.id())), odd + " costs VM " + vm.id());
      }
    }
    for (Vm vm : vms) {
      assertTrue(vm.uptime().toMillis() >= 0 && vm.cores() >= 0 && vm.memoryBytes() >= 0, odd + "");
      assertTrue(vm.name().length() < 1000, odd.toString());
    }
  }

  /**
   * Reads each odd answer. Where all is replaced, or its essence may be lost, that it is not
   * understood will do.
   */
  private <T> void each(
      String path,
      String answer,
      Predicate<OddAnswers.Odd> maybeLost,
      Supplier<T> read,
      BiConsumer<OddAnswers.Odd, T> check) {
    List<String> failures = new ArrayList<>();
    List<OddAnswers.Odd> odds = OddAnswers.of(answer);
    assertFalse(odds.isEmpty(), "There is nothing odd to answer to " + path + ".");
    for (OddAnswers.Odd odd : odds) {
      boolean all = List.of("", "/data").contains(odd.path());
      answer(path, odd.body());
      try {
        T value = read.get();
        if (!all) {
          check.accept(odd, value);
        }
      } catch (PveProtocolError notUnderstood) {
        assertNotNull(notUnderstood.getMessage());
        if (!all && !maybeLost.test(odd)) {
          failures.add(odd + ": " + notUnderstood.getMessage());
        }
      } catch (RuntimeException | Error wrong) {
        failures.add(odd + ": " + wrong);
      }
    }
    if (!failures.isEmpty()) {
      fail(failures.size() + " odd values of " + path + ":\n" + String.join("\n", failures));
    }
  }

  private void answer(String path, String body) {
    answers.put(withoutQuery(path), body);
  }

  private static String withoutQuery(String path) {
    return path.replaceFirst("\\?.*", "");
  }

  private String recorded(String path) {
    try (RawClient raw = new RawClient(settings())) {
      return raw.get("/api2/json" + path);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
