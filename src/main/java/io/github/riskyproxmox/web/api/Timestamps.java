package io.github.riskyproxmox.web.api;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in milliseconds: nine decimals are more than many programs can read. */
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
