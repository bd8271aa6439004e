package io.github.riskyproxmox.web.api;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times with milliseconds: many programs cannot read nine decimals. */
final class Timestamps implements JsonbAdapter<Instant, String> {
  @Override
  public String adaptToJson(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public Instant adaptFromJson(String text) {
    return Instant.parse(text);
  }
}
