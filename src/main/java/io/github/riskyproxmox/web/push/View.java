package io.github.riskyproxmox.web.push;

import io.github.riskyproxmox.watch.SiteSnapshot;

/** How much of it a listener wants. */
enum View {
  /** Everything. */
  FULL {
    @Override
    Object snapshot(SiteSnapshot site) {
      return SnapshotJson.from(site);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after) {
      return ChangeJson.between(before, after);
    }
  },
  /** Only that something changed, and the launch: the page re-reads what it shows. */
  NUDGE {
    @Override
    Object snapshot(SiteSnapshot site) {
      return NudgeJson.from(site);
    }

    @Override
    Object change(SiteSnapshot before, SiteSnapshot after) {
      return NudgeJson.from(after);
    }
  };

  /** The data of the first event. */
  abstract Object snapshot(SiteSnapshot site);

  /** The data of a later one. */
  abstract Object change(SiteSnapshot before, SiteSnapshot after);
}
