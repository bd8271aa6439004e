package io.github.riskyproxmox.domain.pve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PveWordsTest {
  @Test
  void shortWordsStayAsTheyAre() {
    String lock = "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout";
    assertEquals(lock, PveWords.brief(lock));
    assertEquals("", PveWords.brief(""));
    assertEquals("x".repeat(200), PveWords.brief("x".repeat(200)));
  }

  @Test
  void aCommandLosesItsArguments() {
    assertEquals(
        "start failed: command '/usr/bin/kvm \u2026' failed: exit code 1",
        PveWords.brief(
            "start failed: command '/usr/bin/kvm -id 101 -name 'games,debug-threads=on' "
                + "-device x ".repeat(200)
                + "' failed: exit code 1"));
  }

  @Test
  void theReasonAtTheEndIsKept() {
    String brief =
        PveWords.brief(
            "kvm: -device vfio-pci,host=0000:01:00.0,id=hostpci0"
                + ",bus=pci.0,addr=0x10".repeat(50)
                + ": vfio 0000:01:00.0: failed to open /dev/vfio/1: No such file or directory");
    assertTrue(brief.startsWith("kvm: -device vfio-pci,host=0000:01:00.0,id=hostpci"), brief);
    assertTrue(
        brief.endsWith(" vfio 0000:01:00.0: failed to open /dev/vfio/1: No such file or directory"),
        brief);
    assertTrue(brief.contains(" \u2026 "), brief);
  }

  @Test
  void itIsCutBetweenWords() {
    String brief = PveWords.brief("word ".repeat(100));
    assertTrue(brief.matches("(word ){9}word \u2026 (word )+word"), brief);
  }

  @Test
  void whateverItIsItIsNoLongerThanItMayBe() {
    for (String piece : List.of("x", " ", "\uD83D\uDE00", "a ", "command 'x ", "' failed", "\n")) {
      for (int shift = 0; shift < 3; shift++) {
        String words = "y".repeat(shift) + piece.repeat(20_000);
        String brief = PveWords.brief(words);
        assertTrue(brief.length() <= PveWords.BRIEF, piece + brief.length());
        assertTrue(PveWords.whole(words).length() <= PveWords.WHOLE);
        assertFalse(brief.matches(".*\\p{Cs}.*"), "half a character");
      }
    }
  }
}
