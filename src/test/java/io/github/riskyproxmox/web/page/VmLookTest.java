package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmLookTest {
  @ParameterizedTest
  @CsvSource({
    "win11-gaming, windows, win11, gamepad",
    "steamos, '', l26, gamepad",
    "debian-build, retro, l26, gamepad",
    "attic-archive, home, other, nas",
    "truenas, home, other, nas",
    "opnsense, home;keep, other, router",
    "home-assistant, home, l26, home",
    "HomeAssistant, '', l26, home",
    "kiosk, easy-kill;linux, l26, monitor",
    "ubuntu-ml, gpu, l26, chip",
    "render, cuda-13, l26, chip",
    "render, gpu-compute, l26, chip",
    "macos-sonoma, media, other, mac",
    "Windows 2025, '', other, windows",
    "win10_legacy, linux, l26, windows",
    "darwin, '', other, box",
    "twin-peaks, '', other, box",
    "steamship, '', other, box",
    "ubuntu2404, '', other, linux",
    "pentest-lab, lab linux, other, linux",
    "render, gpu, other, box",
    "desk, '', win11, windows",
    "desk, '', w2k8, windows",
    "desk, '', wvista, windows",
    "desk, '', l26, linux",
    "desk, '', l24, linux",
    "desk, '', solaris, box",
    "desk, '', '', box"
  })
  void theIconFollowsFromNameAndTagsElseFromTheOperatingSystem(
      String name, String tags, String ostype, String icon) {
    Vm vm = vm(name, tags, "", GuestType.QEMU);

    assertEquals(icon, VmLook.of(vm.configuredAs(Optional.empty(), Optional.of(ostype))).icon());
  }

  @ParameterizedTest
  @CsvSource({
    "icon: nas, nas",
    "icon: NAS, nas",
    "icon: box, box",
    "icon: rocket, gamepad",
    "icon: ../evil, gamepad",
  })
  void aKnownIconInTheNotesComesFirst(String notes, String icon) {
    Vm vm = vm("win11-gaming", "", notes, GuestType.QEMU);

    assertEquals(icon, VmLook.of(vm).icon());
  }

  @ParameterizedTest
  @CsvSource({"jellyfin, nas", "pages, linux"})
  void aContainerIsLinux(String name, String icon) {
    Vm vm = vm(name, "", "", GuestType.LXC);

    assertEquals(
        icon, VmLook.of(vm.configuredAs(Optional.empty(), Optional.of("unmanaged"))).icon());
  }

  /** The expected values come from the script of the design's picture. */
  @ParameterizedTest
  @CsvSource({
    "win11-gaming, 18",
    "ubuntu-ml, 23",
    "opnsense, 20",
    "'', 7",
    "\uD83D\uDE80 rocket, 1",
    "VM 101, 5",
    "Gr\u00F6\u00DFe, 19"
  })
  void theHueFollowsFromTheName(String name, int hue) {
    assertEquals(hue, VmLook.of(vm(name, "", "", GuestType.QEMU)).hue());
  }

  @ParameterizedTest
  @CsvSource({
    "cover: #ff0000, '', 2",
    "cover: #00FF00, '', 9",
    "cover: 0000ff, hue-3, 18",
    "cover: #ff0090, '', 0",
    "cover: #808080, '', 18",
    "cover: #35a, '', 18",
    "cover: red, hue-3, 3",
    "hue: 7, hue-3, 7",
    "hue: 24, hue-3, 3",
    "hue: 7x, '', 18",
    "'', a;HUE-23;hue-1, 23",
    "'', hue-24, 18",
    "'', hue-99999999999, 18"
  })
  void notesAndTagsMayNameTheHue(String notes, String tags, int hue) {
    Vm vm = vm("win11-gaming", tags, notes, GuestType.QEMU);

    assertEquals(hue, VmLook.of(vm).hue());
  }

  private static Vm vm(String name, String tags, String notes, GuestType type) {
    return new Vm(
        new VmRef(new NodeName("pve"), new VmId(101), type),
        name,
        PowerState.STOPPED,
        Optional.empty(),
        Tags.parse(tags),
        Optional.of(notes).filter(text -> !text.isEmpty()),
        false,
        Duration.ZERO,
        2,
        1L << 30);
  }
}
