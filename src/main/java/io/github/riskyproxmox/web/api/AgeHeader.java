package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.watch.SiteSnapshot;
import io.github.riskyproxmox.watch.Timetable;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/**
 * The header {@code Age}: how old what is known of Proxmox is, in whole seconds (RFC 9111, 5.1).
 */
final class AgeHeader {
  private static final String NAME = "Age";

  private AgeHeader() {}

  /** Adds it, unless nothing is known yet. */
  static ResponseBuilder on(ResponseBuilder answer, SiteSnapshot site, Timetable timetable) {
    site.age(timetable.steady()).ifPresent(age -> answer.header(NAME, age.toSeconds()));
    return answer;
  }
}
