package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.proxmox.http.PveHttpClient;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.RequestEntityProcessing;

/** Builds the Rest Client. */
final class PveClient {
  private PveClient() {}

  /** A client of the Proxmox that the settings name; to be reused. */
  static PveApi of(Settings settings, PveHttpClient http) {
    return RestClientBuilder.newBuilder()
        .baseUri(settings.host().uri())
        .sslContext(http.sslContext())
        .register(new Apache5ConnectorProvider())
        .register(http)
        // pveproxy answers requests in chunks with 501.
        .property(ClientProperties.REQUEST_ENTITY_PROCESSING, RequestEntityProcessing.BUFFERED)
        .register(new WireReader())
        .register(new PveErrors())
        .build(PveApi.class);
  }
}
