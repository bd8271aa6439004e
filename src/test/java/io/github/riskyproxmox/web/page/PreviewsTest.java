package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewsTest {
  private static final VmId VM = new VmId(101);

  private final List<VmId> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long revision = 1;
  private boolean away;
  private final Previews previews = new Previews(this::ask, () -> revision, () -> now);

  @Test
  void fiftyDialogsCauseOneRequest() {
    for (int dialog = 0; dialog < 50; dialog++) {
      assertEquals(Optional.empty(), previews.recent(VM));
    }

    assertEquals(List.of(VM), asked);
  }

  @Test
  void anotherVmRevisionOrSecondCausesAnotherRequest() {
    previews.recent(VM);
    previews.recent(new VmId(102));
    revision++;
    previews.recent(VM);
    now = now.plusSeconds(1);
    previews.recent(VM);

    assertEquals(List.of(VM, new VmId(102), VM, VM), asked);
  }

  @Test
  void aFailureIsNotCached() {
    away = true;
    assertThrows(PveUnavailable.class, () -> previews.recent(VM));

    away = false;
    previews.recent(VM);

    assertEquals(2, asked.size());
  }

  @Test
  void theCacheIsLimited() {
    for (int id = 100; id < 10_000; id++) {
      previews.recent(new VmId(id));
    }
    asked.clear();

    previews.recent(new VmId(100));
    previews.recent(new VmId(9_999));

    assertEquals(List.of(new VmId(100)), asked);
  }

  private Optional<Previews.Found> ask(VmId vm) {
    asked.add(vm);
    if (away) {
      throw new PveUnavailable("away", PveUnavailable.Delivery.NOT_DELIVERED);
    }
    return Optional.empty();
  }
}
