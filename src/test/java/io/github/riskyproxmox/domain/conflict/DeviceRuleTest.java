package io.github.riskyproxmox.domain.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.message.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What excludes what by devices, disks and groups (pve-api.md §10). */
class DeviceRuleTest {
  private static final String[] VALUES = {
    "hostpci0=01:00",
    "hostpci0=01:00.1",
    "hostpci1=02:00",
    "hostpci1=mapping=cards",
    "hostpci2=mapping=cards",
    "hostpci0=mapping=gpu",
    "hostpci3=mapping=secret",
    "hostpci2=mapping=vfs",
    "hostpci4=04:00.2",
    "usb0=mapping=kbd",
    "usb0=host=046d:c52b",
    "usb1=host=1-2",
    "usb1=mapping=stick",
    "scsi0=nas:a",
    "scsi1=nas:a,snapshot=1",
    "tags=exclusive-video",
    "tags=keep",
    "tags=easy-kill;exclusive-video"
  };
  private static final NodeName PVE = new NodeName("pve");
  private static final ConflictRule RULE = new DeviceRule();

  /** gpu: one card; cards: two; dual: both functions of one card; kbd, stick: USB. */
  private static final Mappings MAPPINGS =
      new Mappings(
          Map.of(
              "gpu", List.of(entry("pve", "0000:01:00.0;0000:01:00.1")),
              "whole", List.of(entry("pve", "0000:01:00")),
              "cards", List.of(entry("pve", "0000:02:00.0"), entry("pve", "0000:03:00.0")),
              "vfs",
                  List.of(
                      entry("pve", "0000:04:00.1"),
                      entry("pve", "0000:04:00.2"),
                      entry("pve", "0000:04:00.3")),
              "elsewhere", List.of(entry("attic", "0000:01:00.0"))),
          Map.of(
              "kbd", List.of(new Mappings.UsbEntry(PVE, "046d:c52b", "")),
              "stick", List.of(new Mappings.UsbEntry(PVE, "0951:1666", "1-2"))));

  private static Mappings.PciEntry entry(String node, String path) {
    return new Mappings.PciEntry(new NodeName(node), ClaimReader.addresses(path));
  }

  /** One key and value each; what both claim, as the one in the way is told of, or nothing. */
  @ParameterizedTest(name = "{0} beside {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostpci0=01:00                       | hostpci0=0000:01:00            | 0000:01:00 (hostpci0)
          hostpci0=01:00,pcie=1,x-vga=1        | hostpci3=01:00                 | 0000:01:00 (hostpci3)
          hostpci0=host=01:00                  | hostpci0=01:00                 | 0000:01:00 (hostpci0)
          hostpci0=pcie=1,host=01:00           | hostpci0=01:00                 | 0000:01:00 (hostpci0)
          hostpci0=01:00                       | hostpci0=01:00.0               | 0000:01:00.0 (hostpci0)
          hostpci0=01:00                       | hostpci0=01:00.1               | 0000:01:00.1 (hostpci0)
          hostpci0=01:00.0                     | hostpci0=01:00                 | 0000:01:00 (hostpci0)
          hostpci0=01:00.0                     | hostpci0=01:00.0               | 0000:01:00.0 (hostpci0)
          hostpci0=01:00.0                     | hostpci0=01:00.1               |
          hostpci0=04:00.1                     | hostpci0=04:00.2               |
          hostpci0=04:00.1                     | hostpci0=04:00                 | 0000:04:00 (hostpci0)
          hostpci0=01:00                       | hostpci0=02:00                 |
          hostpci0=01:00                       | hostpci0=0001:01:00            |
          hostpci0=0001:01:00                  | hostpci0=0001:01:00.0          | 0001:01:00.0 (hostpci0)
          hostpci0=01:00.0;01:00.1             | hostpci0=01:00.1               | 0000:01:00.1 (hostpci0)
          hostpci0=01:00.0;01:00.1             | hostpci0=01:00.2               |
          hostpci0=01:00.0;02:00.0             | hostpci0=02:00                 | 0000:02:00 (hostpci0)
          hostpci0=0A:00                       | hostpci0=0a:00                 | 0000:0a:00 (hostpci0)
          hostpci0=01:00,mdev=nvidia-63        | hostpci0=01:00,mdev=nvidia-63  |
          hostpci0=01:00,mdev=nvidia-63        | hostpci0=01:00                 |
          hostpci0=mapping=gpu,mdev=nvidia-63  | hostpci0=mapping=gpu           |
          hostpci0=none                        | hostpci0=none                  |
          hostpci0=rubbish                     | hostpci0=rubbish               |
          hostpci0=mapping=gpu                 | hostpci0=mapping=gpu           | mapping gpu (hostpci0)
          hostpci0=mapping=gpu,pcie=1          | hostpci1=mapping=gpu           | mapping gpu (hostpci1)
          hostpci0=mapping=gpu                 | hostpci0=01:00                 | 0000:01:00 (hostpci0)
          hostpci0=01:00.1                     | hostpci0=mapping=gpu           | mapping gpu (hostpci0)
          hostpci0=01:00.2                     | hostpci0=mapping=gpu           |
          hostpci0=mapping=whole               | hostpci0=mapping=gpu           | mapping gpu (hostpci0)
          hostpci0=mapping=gpu                 | hostpci0=02:00                 |
          hostpci0=mapping=cards               | hostpci0=mapping=cards         |
          hostpci0=mapping=cards               | hostpci0=02:00                 |
          hostpci0=mapping=cards               | hostpci0=03:00.0               |
          hostpci0=02:00                       | hostpci0=mapping=cards         | mapping cards (hostpci0)
          hostpci0=mapping=cards               | hostpci0=02:00;03:00           | 0000:02:00;0000:03:00 (hostpci0)
          hostpci0=mapping=vfs                 | hostpci0=mapping=vfs           |
          hostpci0=mapping=vfs                 | hostpci0=04:00                 | 0000:04:00 (hostpci0)
          hostpci0=mapping=vfs                 | hostpci0=04:00.2               |
          hostpci0=mapping=cards               | hostpci0=01:00                 |
          hostpci0=mapping=secret              | hostpci0=mapping=secret        | mapping secret (hostpci0)
          hostpci0=mapping=secret              | hostpci0=mapping=gpu           |
          hostpci0=mapping=secret              | hostpci0=01:00                 |
          hostpci0=mapping=elsewhere           | hostpci0=01:00                 |
          hostpci0=mapping=elsewhere           | hostpci0=mapping=elsewhere     | mapping elsewhere (hostpci0)
          usb0=host=046d:c52b                  | usb0=host=046d:c52b            | USB 046d:c52b (usb0)
          usb0=host=046D:C52B,usb3=1           | usb1=host=046d:c52b            | USB 046d:c52b (usb1)
          usb0=host=0x046d:0xc52b              | usb1=host=046d:c52b            | USB 046d:c52b (usb1)
          usb0=host=046d:c52b                  | usb0=host=046d:c52c            |
          usb0=host=1-2.3                      | usb1=host=1-2.3                | USB port 1-2.3 (usb1)
          usb0=host=1-2.3                      | usb0=host=1-2                  |
          usb0=host=1-2                        | usb0=host=046d:c52b            |
          usb0=spice                           | usb0=spice                     |
          usb0=spice,usb3=1                    | usb0=host=046d:c52b            |
          usb0=mapping=kbd                     | usb0=mapping=kbd               | USB mapping kbd (usb0)
          usb0=mapping=kbd                     | usb0=host=046d:c52b            | USB 046d:c52b (usb0)
          usb0=host=046d:c52b                  | usb0=mapping=kbd               | USB mapping kbd (usb0)
          usb0=mapping=stick                   | usb0=host=1-2                  | USB port 1-2 (usb0)
          usb0=mapping=stick                   | usb0=host=0951:1666            | USB 0951:1666 (usb0)
          usb0=mapping=stick                   | usb0=host=1-3                  |
          usb0=mapping=secret                  | usb0=mapping=secret            | USB mapping secret (usb0)
          usb0=mapping=secret                  | usb0=mapping=kbd               |
          scsi0=local-lvm:vm-101-disk-1,size=8G| virtio1=local-lvm:vm-101-disk-1| disk local-lvm:vm-101-disk-1
          scsi0=file=nas:101/a.qcow2,size=8G   | scsi0=nas:101/a.qcow2          | disk nas:101/a.qcow2
          scsi0=/dev/disk/by-id/ata-X          | sata3=/dev/disk/by-id/ata-X    | disk /dev/disk/by-id/ata-X
          scsi0=local-lvm:vm-101-disk-1        | scsi0=local-lvm:vm-102-disk-1  |
          ide2=local:iso/a.iso,media=cdrom     | ide2=local:iso/a.iso,media=cdrom |
          ide2=none,media=cdrom                | ide2=none,media=cdrom          |
          ide2=cdrom,media=cdrom               | ide2=cdrom,media=cdrom         |
          scsi0=nas:a,snapshot=1               | scsi0=nas:a                    |
          scsi0=nas:a                          | scsi0=nas:a,snapshot=on        |
          scsi0=nas:a,ro=1                     | scsi0=nas:a,ro=1               |
          scsi0=nas:a,shared=1                 | scsi0=nas:a,shared=1           | disk nas:a
          efidisk0=local-lvm:vm-1-disk-0       | efidisk0=local-lvm:vm-1-disk-0 | disk local-lvm:vm-1-disk-0
          tpmstate0=local-lvm:vm-1-disk-2      | tpmstate0=local-lvm:vm-1-disk-2 | disk local-lvm:vm-1-disk-2
          unused0=local-lvm:vm-101-disk-9      | unused0=local-lvm:vm-101-disk-9 |
          net0=virtio=AA:BB,bridge=vmbr0       | net0=virtio=AA:BB,bridge=vmbr0 |
          virtiofs0=share                      | virtiofs0=share                |
          tags=exclusive-video                 | tags=exclusive-video           | group video
          tags=linux;Exclusive-Video           | tags=exclusive-video;games     | group video
          tags=exclusive-video                 | tags=exclusive-audio           |
          tags=exclusive-                      | tags=exclusive-                |
          tags=exclusive                       | tags=exclusive                 |
          """)
  void twoVms(String target, String holder, String because) {
    assertEquals(
        Optional.ofNullable(because).map(List::of).orElse(List.of()),
        labels(RULE.conflicts(vm(101, target), List.of(vm(102, holder)))));
  }

  @Test
  void whatIsOnAnotherNodeIsNeverInTheWay() {
    Claimant attic = vm(102, new NodeName("attic"), "hostpci0=01:00");
    assertEquals(List.of(), RULE.conflicts(vm(101, "hostpci0=01:00"), List.of(attic)));
  }

  @Test
  void everyReasonIsNamed() {
    Claimant both = vm(102, "hostpci0=01:00", "scsi0=nas:a", "tags=exclusive-video");
    assertEquals(
        List.of("0000:01:00 (hostpci0)", "disk nas:a", "group video"),
        labels(
            RULE.conflicts(
                vm(101, "hostpci0=01:00.0", "scsi0=nas:a", "tags=exclusive-video"),
                List.of(both))));
  }

  @Test
  void aPoolStopsOnlyAsManyAsItMust() {
    Claimant target = vm(101, "hostpci0=mapping=cards");
    Claimant one = vm(102, "hostpci0=mapping=cards");
    Claimant other = vm(103, "hostpci0=mapping=cards");
    assertEquals(List.of(), RULE.conflicts(target, List.of(one)));
    assertEquals(List.of(102), ids(RULE.conflicts(target, List.of(one, other))));
    Claimant easy = vm(104, "hostpci0=mapping=cards", "tags=easy-kill");
    assertEquals(List.of(104), ids(RULE.conflicts(target, List.of(one, easy))));
    Claimant kept = vm(100, "hostpci0=mapping=cards", "tags=keep");
    assertEquals(List.of(102), ids(RULE.conflicts(target, List.of(kept, one))));
  }

  @Test
  void aVmThatTakesBothCardsOfAPoolLeavesNone() {
    Claimant greedy = vm(101, "hostpci0=mapping=cards", "hostpci1=mapping=cards");
    Claimant one = vm(102, "hostpci0=mapping=cards");
    assertEquals(List.of(102), ids(RULE.conflicts(greedy, List.of(one))));
    assertEquals(List.of(101), ids(RULE.conflicts(one, List.of(greedy))));
    assertEquals(List.of(), ids(RULE.conflicts(greedy, List.of())));
  }

  @Test
  void whoeverLeavesForAnotherReasonFreesItsCard() {
    Claimant target = vm(101, "hostpci0=mapping=cards", "scsi0=nas:a");
    Claimant one = vm(102, "hostpci0=mapping=cards");
    Claimant other = vm(103, "hostpci0=mapping=cards", "scsi0=nas:a");
    assertEquals(List.of(103), ids(RULE.conflicts(target, List.of(one, other))));
  }

  @Test
  void whatCannotBeReadIsInTheWayUnlessItIsKept() {
    Claimant unread = new Claimant(ref(102, PVE), Tags.NONE, Optional.empty());
    Claimant kept = new Claimant(ref(103, PVE), Tags.parse("keep"), Optional.empty());
    assertEquals(
        List.of(new Conflict(unread.vm(), List.of(new Conflict.Unreadable()))),
        RULE.conflicts(vm(101), List.of(unread, kept)));
  }

  /** Anyone who may edit a VM writes these lines. */
  @Test
  void noLineBreaksTheReader() {
    Random random = new Random(18);
    String letters = "hostpci0=mapping,;:.-0123456789abcdefxG /usb\u00e9\n";
    for (int i = 0; i < 20_000; i++) {
      String value =
          random
              .ints(random.nextInt(40), 0, letters.length())
              .mapToObj(at -> letters.substring(at, at + 1))
              .collect(Collectors.joining());
      for (String key : List.of("hostpci0", "usb1", "scsi2")) {
        List<Claim> claims = ClaimReader.claims(Map.of(key, value), Tags.NONE, PVE, MAPPINGS);
        claims.forEach(claim -> assertEquals(true, Claims.overlap(claim, claim), value));
      }
    }
  }

  /** Ten thousand pairs of VMs with random claims. */
  @Test
  void ifOneExcludesTheOtherTheOtherExcludesTheOne() {
    Random random = new Random(17);
    for (Exclusion exclusion : Exclusion.values()) {
      ConflictPolicy policy = new ConflictPolicy(exclusion);
      int excluding = 0;
      for (int i = 0; i < 10_000; i++) {
        Claimant one = vm(101, sample(random));
        Claimant other = vm(102, sample(random));
        List<Claimant> guests = List.of(one, other);
        boolean forth = policy.exclude(one, other, guests);
        assertEquals(forth, policy.exclude(other, one, guests), one + " and " + other);
        excluding += forth ? 1 : 0;
      }
      assertEquals(true, excluding > 1000 && excluding < 10_000, exclusion + ": " + excluding);
    }
  }

  /** Guests with random claims, by ascending vmid from 101. */
  static List<Claimant> randomGuests(int count, Random random) {
    return IntStream.range(101, 101 + count).mapToObj(id -> vm(id, sample(random))).toList();
  }

  private static String[] sample(Random random) {
    return random
        .ints(random.nextInt(4), 0, VALUES.length)
        .mapToObj(i -> VALUES[i])
        .toArray(String[]::new);
  }

  static Claimant vm(int id, String... config) {
    return vm(id, PVE, config);
  }

  private static Claimant vm(int id, NodeName node, String... config) {
    Map<String, String> values = new HashMap<>();
    for (String line : config) {
      int equals = line.indexOf('=');
      values.put(line.substring(0, equals), line.substring(equals + 1));
    }
    Tags tags = Tags.parse(values.getOrDefault("tags", ""));
    return new Claimant(
        ref(id, node), tags, Optional.of(ClaimReader.claims(values, tags, node, MAPPINGS)));
  }

  private static VmRef ref(int id, NodeName node) {
    return new VmRef(node, new VmId(id));
  }

  static List<Integer> ids(List<Conflict> conflicts) {
    return conflicts.stream().map(conflict -> conflict.vm().id().value()).toList();
  }

  private static List<String> labels(List<Conflict> conflicts) {
    return conflicts.stream()
        .flatMap(conflict -> conflict.because().stream())
        .map(reason -> Messages.text(reason.message()))
        .toList();
  }
}
