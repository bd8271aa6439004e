package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** The header {@code Age}: the age of the data from Proxmox in whole seconds (RFC 9111 §5.1). */
final class AgeHeader {
  private static final String NAME = "Age";

  private AgeHeader() {}

  /** Adds it, unless nothing has been read yet. */
  static ResponseBuilder on(ResponseBuilder answer, SiteSnapshot site, Scheduler scheduler) {
    site.age(scheduler.steady()).ifPresent(age -> answer.header(NAME, age.toSeconds()));
    return answer;
  }
}
