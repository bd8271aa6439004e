package io.github.riskyproxmox.web.push;

import io.github.riskyproxmox.watch.SiteSnapshot;
import java.time.Instant;

/** How much of it a listener wants. */
enum View {
  /** Everything. */
  FULL {
    @Override
    Object snapshot(SiteSnapshot site, Instant steady) {
      return SnapshotJson.from(site, steady);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after, Instant steady) {
      return ChangeJson.between(before, after, steady);
    }
  },
  /** Only that something changed, and the launch: the page re-reads what it shows. */
  NUDGE {
    @Override
    Object snapshot(SiteSnapshot site, Instant steady) {
      return NudgeJson.from(site, steady);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after, Instant steady) {
      return NudgeJson.from(after, steady);
    }
  };

  /** The data of the first event, at that steady time. */
  abstract Object snapshot(SiteSnapshot site, Instant steady);

  /** The data of a later one, at that steady time. */
  abstract Object change(SiteSnapshot before, SiteSnapshot after, Instant steady);
}
