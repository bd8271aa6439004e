package io.github.riskyproxmox.domain.conflict;

import static io.github.riskyproxmox.domain.conflict.DeviceRuleTest.ids;
import static io.github.riskyproxmox.domain.conflict.DeviceRuleTest.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConflictPolicyTest {
  private static final Claimant GAMING = vm(101, "hostpci0=01:00");
  private static final Claimant DESKTOP = vm(102, "hostpci0=01:00");
  private static final Claimant ROUTER = vm(103, "hostpci0=05:00");
  private static final Claimant NAS = vm(104, "scsi1=/dev/disk/by-id/ata-X", "tags=keep");
  private static final List<Claimant> HOME = List.of(GAMING, DESKTOP, ROUTER, NAS);

  @Test
  void whereACardIsSharedOnlyThoseThatShareItAreInTheWay() {
    assertEquals(List.of(102), inTheWay(Exclusion.AUTO, GAMING, HOME));
    assertEquals(List.of(), inTheWay(Exclusion.AUTO, ROUTER, HOME));
  }

  @Test
  void whereNothingIsSharedOneVmAtATimeRuns() {
    List<Claimant> plain = List.of(vm(101), vm(102), vm(103, "tags=keep"));
    assertEquals(List.of(102), inTheWay(Exclusion.AUTO, plain.get(0), plain));
    assertEquals(List.of(), inTheWay(Exclusion.AUTO, plain.get(2), plain));
  }

  /** Who launches what must not decide whether the node has one VM at a time. */
  @Test
  void aContainerDoesNotDecideWhichRuleHolds() {
    Claimant desk = vm(101, "tags=exclusive-desk");
    Claimant plain = vm(102);
    Claimant container =
        new Claimant(
            new VmRef(desk.vm().node(), new VmId(201), GuestType.LXC), desk.tags(), desk.claims());
    List<Claimant> all = List.of(desk, plain, container);
    assertEquals(List.of(102, 201), inTheWay(Exclusion.AUTO, desk, all));
    assertEquals(List.of(101), inTheWay(Exclusion.AUTO, plain, all));
  }

  /** What is switched off counts too: the home does not change with what happens to run. */
  @Test
  void whetherACardIsSharedDoesNotDependOnWhatRuns() {
    Conflicts conflicts =
        new ConflictPolicy(Exclusion.AUTO).of(GAMING, HOME, guest -> guest.equals(ROUTER));
    assertEquals(List.of(), ids(conflicts.inTheWay()));
  }

  @Test
  void theSettingDecidesWhereItIsSet() {
    assertEquals(List.of(102, 103), inTheWay(Exclusion.NODE, GAMING, HOME));
    assertEquals(List.of(102), inTheWay(Exclusion.DEVICES, GAMING, HOME));
    List<Claimant> plain = List.of(vm(101), vm(102));
    assertEquals(List.of(), inTheWay(Exclusion.DEVICES, plain.get(0), plain));
  }

  @Test
  void whatIsKeptAndSharesAClaimIsNotStoppedButNamed() {
    Claimant kept = vm(105, "hostpci0=01:00.0", "tags=keep");
    Conflicts conflicts =
        new ConflictPolicy(Exclusion.AUTO).of(GAMING, List.of(GAMING, DESKTOP, kept), all -> true);
    assertEquals(List.of(102), ids(conflicts.inTheWay()));
    assertEquals(List.of(105), ids(conflicts.kept()));
  }

  @Test
  void oneDiskInTwoVmsExcludesThemUnderEveryRule() {
    Claimant one = vm(101, "scsi0=nas:a");
    Claimant other = vm(102, "scsi0=nas:a");
    for (Exclusion exclusion : Exclusion.values()) {
      assertTrue(new ConflictPolicy(exclusion).exclude(one, other, List.of(one, other)));
    }
  }

  @Test
  void theListOfExclusionsSaysWhatEachPairSays() {
    Random random = new Random(19);
    for (int round = 0; round < 1500; round++) {
      List<Claimant> guests = new ArrayList<>(DeviceRuleTest.randomGuests(6, random));
      if (round % 5 == 0) {
        Claimant unreadable = guests.get(2);
        guests.set(2, new Claimant(unreadable.vm(), unreadable.tags(), Optional.empty()));
      }
      for (Exclusion exclusion : Exclusion.values()) {
        ConflictPolicy policy = new ConflictPolicy(exclusion);
        Map<VmId, List<VmId>> exclusions = policy.exclusions(guests, 10);
        for (Claimant one : guests) {
          assertEquals(
              guests.stream()
                  .filter(other -> !other.equals(one) && policy.exclude(one, other, guests))
                  .map(other -> other.vm().id())
                  .toList(),
              exclusions.get(one.vm().id()),
              () -> exclusion + " " + one + " of " + guests);
        }
      }
    }
  }

  @Test
  void aLongListOfExclusionsIsCut() {
    List<Claimant> guests = IntStream.range(101, 121).mapToObj(id -> vm(id)).toList();

    Map<VmId, List<VmId>> exclusions = new ConflictPolicy(Exclusion.AUTO).exclusions(guests, 3);

    assertEquals(
        List.of(new VmId(101), new VmId(102), new VmId(103)), exclusions.get(new VmId(120)));
    assertEquals(
        List.of(new VmId(102), new VmId(103), new VmId(104)), exclusions.get(new VmId(101)));
    assertEquals(Map.of(), new ConflictPolicy(Exclusion.AUTO).exclusions(List.of(), 3));
  }

  @Test
  void neverKillWinsOverEasyKill() {
    assertTrue(TagPolicy.isEasyKill(Tags.parse("Easy-Kill")));
    assertFalse(TagPolicy.isEasyKill(Tags.parse("easy-kill;never-kill")));
    assertTrue(TagPolicy.isNeverKill(Tags.parse("easy-kill;never-kill")));
  }

  private static List<Integer> inTheWay(Exclusion exclusion, Claimant target, List<Claimant> all) {
    return ids(new ConflictPolicy(exclusion).of(target, all, guest -> true).inTheWay());
  }
}
