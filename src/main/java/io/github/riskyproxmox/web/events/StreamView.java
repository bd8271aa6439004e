package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Instant;

/** How much a client wants to be sent. */
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
  /** Only the launch and that something changed: the page then reads what it shows. */
  NOTICE {
    @Override
    Object snapshot(SiteSnapshot site, Instant steady) {
      return ChangeNoticeJson.from(site, steady);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after, Instant steady) {
      return ChangeNoticeJson.from(after, steady);
    }
  };

  /** The data of the first event, at this {@link Scheduler#steady() steady} time. */
  abstract Object snapshot(SiteSnapshot site, Instant steady);

  /** The data of a later event, at this steady time. */
  abstract Object change(SiteSnapshot before, SiteSnapshot after, Instant steady);
}
