package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.support.MovedInstallation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page is in English; where the agent runs shows nowhere in it. */
class PlacesTest {
  @Test
  void durationsDoNotDependOnTheLocale() {
    MovedInstallation.each(
        () -> {
          assertEquals("1:02:03", Durations.clock(Duration.ofSeconds(3723)));
          assertEquals("0:07", Durations.clock(Duration.ofSeconds(7)));
          assertEquals("3 h 12 min", Durations.rough(Duration.ofMinutes(192)));
        });
  }

  @Test
  void aCardDoesNotDependOnTheLocale() {
    Vm vm =
        new Vm(
            OLD.ref(),
            OLD.name(),
            OLD.power(),
            OLD.lock(),
            OLD.tags(),
            OLD.notes(),
            false,
            OLD.uptime(),
            12,
            3L << 29);
    MovedInstallation.each(
        () -> {
          Cards cards =
              new Cards(
                  UiSamples.site(NOW, Optional.empty(), vm), new Notes(), UiSamples.noFacts());
          Card card = cards.all().get(0);
          assertTrue(card.facts().toString().contains("12 cores"), card.facts().toString());
          assertTrue(card.facts().toString().contains("1.5 GiB"), card.facts().toString());
          String html = CardRenderer.html(card);
          assertTrue(html.contains("id=\"vm-101\""), html);
          assertEquals("stopping", CardState.STOPPING.css());
        });
  }
}
