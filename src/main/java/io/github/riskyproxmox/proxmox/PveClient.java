package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.PveConnector;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Builds the one Rest Client. */
final class PveClient {
  private PveClient() {}

  /** A client of the Proxmox that the settings name; to be reused. */
  static PveApi of(Settings settings, Limits limits) {
    return of(settings, new PveConnector(settings, limits));
  }

  /** The same over that connector. */
  static PveApi of(Settings settings, PveConnector connector) {
    return RestClientBuilder.newBuilder()
        .baseUri(settings.host().uri())
        .register(connector)
        .register(new WireReader())
        .register(new PveErrors())
        .build(PveApi.class);
  }
}
