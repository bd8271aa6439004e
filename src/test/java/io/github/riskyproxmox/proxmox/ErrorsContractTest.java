package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveRefused.Reason;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each error answer of pve-api.md 1, and each way a call can be lost. */
class ErrorsContractTest extends OnSimulator {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(900), 1 << 20);

  @Test
  void aWrongTokenIsRefusedWithWhatToCheckAndWithoutTheSecret() {
    PveGateway wrong = gateway(Limits.STANDARD, "PVE_TOKEN_SECRET", "not-the-right-one");

    PveRefused refused = assertThrows(PveRefused.class, wrong::inventory);

    assertEquals(Reason.TOKEN, refused.reason());
    assertTrue(refused.getMessage().contains("PVE_TOKEN_SECRET"), refused.getMessage());
    assertFalse(refused.getMessage().contains("not-the-right-one"));
  }

  @Test
  void aMissingPrivilegeIsSaidInProxmoxsWords() {
    use(
        SimScenario.parse(
            """
            {"tokens": [{"id": "viewer@pve!see", "privsep": false}],
             "users": [{"id": "viewer@pve", "grants": {"/vms": ["VM.Audit"]}}],
             "nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 100}]}
            """));

    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.start(vm(100)));

    assertEquals(Reason.PERMISSION, refused.reason());
    assertEquals("Permission check failed (/vms/100, VM.PowerMgmt)", refused.words());
  }

  @Test
  void aBadParameterIsNamed() {
    PveRefused refused =
        assertThrows(PveRefused.class, () -> proxmox.shutdown(vm(100), Duration.ofSeconds(-5)));

    assertEquals(Reason.PARAMETER, refused.reason());
    assertEquals("Parameter verification failed.", refused.words());
    assertTrue(refused.errors().containsKey("timeout"), refused.errors().toString());
    assertTrue(refused.getMessage().contains("timeout: "), refused.getMessage());
  }

  @Test
  void oldVersionsSayWhyInTheReasonPhraseOnly() {
    SimScenario bed = SimScenario.testBed();
    use(
        new SimScenario(
            "8.2.2",
            bed.cleanupTrap(),
            false,
            bed.nodes(),
            bed.options(),
            bed.subjects(),
            bed.vms()));

    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.hibernate(vm(117)));

    assertEquals("VM 117 not running", refused.words());
    assertTrue(proxmox.status(vm(999)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "502, Bad Gateway, UNCERTAIN",
    "503, Service Unavailable, UNCERTAIN",
    "504, Gateway Timeout, UNCERTAIN",
    "595, Connection refused, NOT_DELIVERED",
    "595, No route to host, NOT_DELIVERED",
    "596, Connection timed out, UNCERTAIN",
    "596, Broken pipe, UNCERTAIN",
    "599, Too many redirections, UNCERTAIN"
  })
  void aNodeThatCannotBeReachedIsWorthAnotherTry(int status, String words, Delivery delivery) {
    server.faults().on("POST", ".*").always().inject(Fault.status(status, words));

    PveUnavailable unavailable = assertThrows(PveUnavailable.class, () -> proxmox.start(vm(117)));

    assertEquals(delivery, unavailable.delivery());
    assertTrue(unavailable.getMessage().contains(words), unavailable.getMessage());
    assertEquals(1, count("POST .*"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, Parameter verification failed., PARAMETER",
    "401, Authentication failed!, TOKEN",
    "403, Permission check failed, PERMISSION",
    "500, got no worker upid - start worker failed, HANDLER",
    "501, Method 'POST /x' not implemented, HANDLER",
    "506, Variant Also Negotiates, HANDLER"
  })
  void aRefusalKeepsProxmoxsWords(int status, String words, Reason reason) {
    for (Fault fault : List.of(Fault.status(status, words), Fault.refusal(status, words))) {
      server.faults().clear();
      server.faults().on(FaultRules.ANY, ".*").always().inject(fault);

      PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.start(vm(117)));

      assertEquals(reason, refused.reason());
      assertEquals(words, refused.words());
      assertEquals(Map.of(), refused.errors());
      assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "[1]", "{\"message\":7}", "{\"message\":\" \"}"})
  void aRefusalWithAStrangeBodyFallsBackOnTheReasonPhrase(String body) {
    server
        .faults()
        .on("POST", ".*")
        .inject(Fault.answer(500, "it broke", "application/json", body));

    assertEquals("it broke", assertThrows(PveRefused.class, () -> proxmox.start(vm(117))).words());
  }

  @Test
  void aLostAnswerLeavesOpenWhatArrivedAndNothingIsSentTwice() {
    PveGateway hasty = gateway(SHORT);
    for (Fault fault :
        List.of(
            Fault.resetBefore(),
            Fault.resetAfter(),
            Fault.cutOff(),
            Fault.silentBefore(),
            Fault.silentAfter(),
            Fault.dribble())) {
      server.faults().clear();
      server.faults().on("POST", ".*").always().inject(fault);
      long before = count("POST .*");

      PveUnavailable lost =
          assertThrows(PveUnavailable.class, () -> hasty.stop(vm(101)), fault.toString());

      assertEquals(Delivery.UNCERTAIN, lost.delivery(), fault.toString());
      assertEquals(before + 1, count("POST .*"), fault.toString());
    }
  }

  @Test
  void aReadThatIsResetIsAnsweredOrReportedButNeverHangs() {
    server.faults().on("GET", ".*/status/current").always().inject(Fault.resetAfter());

    assertThrows(PveUnavailable.class, () -> proxmox.status(vm(100)));

    server.faults().clear();
    assertTrue(proxmox.status(vm(100)).isPresent());
  }

  @Test
  void whatIsNotProxmoxIsNotUnderstood() {
    for (Fault fault :
        List.of(
            Fault.notJson(),
            Fault.redirect("https://127.0.0.1:1/"),
            Fault.answer(200, "OK", "application/json", "{\"data\":\"no upid\"}"),
            Fault.answer(200, "OK", "application/json", "{\"data\":"),
            Fault.answer(200, "OK", "application/json", ""))) {
      server.faults().clear();
      server.faults().on("POST", ".*").always().inject(fault);

      assertThrows(PveProtocolError.class, () -> proxmox.start(vm(117)), fault.toString());
    }
  }

  @Test
  void anInventoryThatNamesWhatCannotBeIsNotUnderstood() {
    for (String nodes :
        List.of(
            "{\"data\":[{\"status\":\"online\"}]}",
            "{\"data\":[{\"node\":\"../x\",\"status\":\"online\"}]}",
            "null",
            "{\"data\":{}}")) {
      server.faults().clear();
      server
          .faults()
          .on("GET", "/nodes")
          .inject(Fault.answer(200, "OK", "application/json", nodes));

      assertThrows(PveProtocolError.class, () -> gateway(Limits.STANDARD).inventory(), nodes);
    }
    server.faults().clear();
    server
        .faults()
        .on("GET", "/nodes/pve1/qemu")
        .always()
        .inject(Fault.answer(200, "OK", "application/json", "{\"data\":[{\"name\":\"x\"}]}"));

    assertThrows(PveProtocolError.class, () -> proxmox.guests(PVE1));
  }

  @Test
  void anOutageIsKnownNotToHaveDeliveredAnything() {
    server.faults().outage(Duration.ofSeconds(60));

    PveUnavailable away = assertThrows(PveUnavailable.class, () -> proxmox.start(vm(117)));

    assertEquals(Delivery.NOT_DELIVERED, away.delivery());
  }

  @Test
  void noFailureEverShowsTheSecret() {
    for (Fault fault :
        List.of(
            Fault.resetAfter(),
            Fault.status(401, "Authentication failed!"),
            Fault.status(500, "x"),
            Fault.notJson())) {
      server.faults().clear();
      server.faults().on(FaultRules.ANY, ".*").always().inject(fault);

      PveException failure = assertThrows(PveException.class, () -> proxmox.start(vm(117)));

      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertFalse(cause.toString().contains(server.tokenSecret()), cause.toString());
      }
    }
  }
}
