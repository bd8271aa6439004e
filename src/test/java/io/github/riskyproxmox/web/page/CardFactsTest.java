package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardFactsTest {
  private static final VmId OTHER = new VmId(102);

  @Test
  void whatTwoVmsShareIsSaidInWords() {
    assertEquals("can\u2019t run beside", shared());
    assertEquals("shares a PCI device with", shared(new Claim.Pci("hostpci0", "", List.of())));
    assertEquals("shares gpu with", shared(new Claim.Pci("hostpci0", "gpu", List.of())));
    assertEquals(
        "shares a disk and group video with",
        shared(new Claim.Disk("scsi0", "tank:vm-1-disk-0"), new Claim.Group("video")));
  }

  @Test
  void theLastUseIsSaidWithItsUsualDuration() {
    Card.Use use =
        facts(List.of(), List.of())
            .use(Optional.of(new LastUse(NOW.minus(Duration.ofHours(3)), Duration.ofSeconds(22))));
    assertEquals("Last used 3 h ago", use.text());
    assertEquals("usually 22 s", use.usually());
    assertEquals(Card.Use.NEVER, facts(List.of(), List.of()).use(Optional.empty()));
  }

  @Test
  void theCurvesStayWithinTheirFrame() {
    long memory = OLD.memoryBytes();
    List<Usage> samples =
        List.of(new Usage(NOW, 12, memory / 2), new Usage(NOW.plusSeconds(10), 130, memory * 2));
    List<Card.Meter> meters = facts(samples, List.of()).meters(OLD);
    assertEquals(List.of(12, 100), meters.get(0).curve());
    assertEquals(List.of(50, 100), meters.get(1).curve());
    assertTrue(facts(samples.subList(0, 1), List.of()).meters(OLD).isEmpty(), "one is no curve");
  }

  private static String shared(Claim... claims) {
    return facts(List.of(), List.of(claims)).shared(OLD.id(), OTHER);
  }

  private static CardFacts facts(List<Usage> usage, List<Claim> claims) {
    return new CardFacts(Map::of, vm -> usage, (one, other) -> claims, () -> NOW);
  }
}
