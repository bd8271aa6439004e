package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Instant;

/** How much of it a listener wants. */
enum StreamView {
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
      return ChangeNoticeJson.from(site, steady);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after, Instant steady) {
      return ChangeNoticeJson.from(after, steady);
    }
  };

  /** The data of the first event, at that steady time. */
  abstract Object snapshot(SiteSnapshot site, Instant steady);

  /** The data of a later one, at that steady time. */
  abstract Object change(SiteSnapshot before, SiteSnapshot after, Instant steady);
}
