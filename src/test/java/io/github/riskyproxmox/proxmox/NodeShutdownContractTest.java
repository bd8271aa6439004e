package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.simulator.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shutdown of a node (pve-api.md §13). */
class NodeShutdownContractTest extends OnSimulator {

  @Test
  void itIsRequestedWithoutATask() {
    allow();
    proxmox.shutDownNode(PVE1);
    assertEquals("POST /nodes/pve1/status", lastRequest());
    assertEquals(Optional.of("shutdown"), parameter("command"));
    assertEquals(List.of("pve1 shutdown"), server.cluster().nodeCommands());
  }

  @Test
  void withoutThePrivilegeItIsRefused() {
    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.shutDownNode(PVE1));
    assertEquals(PveRefused.Reason.PERMISSION, refused.reason());
    assertEquals("Permission check failed (/nodes/pve1, Sys.PowerMgmt)", refused.words());
    assertEquals(List.of(), server.cluster().nodeCommands());
  }

  @Test
  void aNodeThatIsDownOrUnknownIsNotShutDown() {
    allow();
    assertThrows(PveUnavailable.class, () -> proxmox.shutDownNode(new NodeName("pve3")));
    assertThrows(PveRefused.class, () -> proxmox.shutDownNode(new NodeName("nowhere")));
    assertEquals(List.of(), server.cluster().nodeCommands());
  }

  @Test
  void aLostAnswerLeavesOpenWhetherItArrivedAndItIsNotSentTwice() {
    allow();
    server.faults().on("POST", ".*").always().inject(Fault.resetAfter());
    PveUnavailable lost = assertThrows(PveUnavailable.class, () -> proxmox.shutDownNode(PVE1));
    assertEquals(PveUnavailable.Delivery.UNCERTAIN, lost.delivery());
    assertEquals(1, count("POST .*"));
    assertEquals(1, server.cluster().nodeCommands().size());
  }

  private void allow() {
    for (String subject : List.of("launcher@pve", "launcher@pve!agent")) {
      server.cluster().access().grant(subject, "/nodes", Set.of("Sys.PowerMgmt"));
    }
  }
}
