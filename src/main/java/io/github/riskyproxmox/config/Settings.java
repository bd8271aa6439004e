package io.github.riskyproxmox.config;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the agent, checked.
 *
 * @param host the address of Proxmox
 * @param tokenId the name of the API token
 * @param tokenSecret its secret
 * @param trust which certificate the agent accepts
 * @param node the only node whose VMs are shown and switched; empty for all nodes
 * @param shutdownTimeout how long a graceful shutdown may take
 * @param exclude what makes two VMs of a node exclude each other
 * @param fallbackVm the VM that starts when nothing that excludes it runs; empty if none does
 * @param fallbackAfter for how long nothing must have run before that
 * @param hostPoweroff whether a Proxmox host can be shut down
 * @param allowedHosts additional host names of the page, in lower case
 * @param basePath the path that everything is served below
 * @param frameAncestors the origins whose pages may show the page in a frame
 */
public record Settings(
    PveAddress host,
    TokenId tokenId,
    Secret tokenSecret,
    CertificateTrust trust,
    Optional<NodeName> node,
    Duration shutdownTimeout,
    Exclusion exclude,
    Optional<FallbackVm> fallbackVm,
    Duration fallbackAfter,
    boolean hostPoweroff,
    Set<String> allowedHosts,
    BasePath basePath,
    FrameAncestors frameAncestors) {

  /** The keys that concern only the page; the demo reads them too. */
  public static final Set<String> PAGE_KEYS =
      Set.of("ALLOWED_HOSTS", "BASE_PATH", "FRAME_ANCESTORS");

  /** All keys, as they are written in {@code .env}. */
  public static final Set<String> KEYS =
      Set.of(
          "PVE_HOST",
          "PVE_TOKEN_ID",
          "PVE_TOKEN_SECRET",
          "PVE_TOKEN_SECRET_FILE",
          "PVE_FINGERPRINT",
          "PVE_INSECURE_SSL",
          "PVE_CA_FILE",
          "PVE_NODE",
          "SHUTDOWN_TIMEOUT",
          "EXCLUDE",
          "FALLBACK_VM",
          "PVE_FALLBACK_VM",
          "FALLBACK_AFTER",
          "HOST_POWEROFF",
          "ALLOWED_HOSTS",
          "BASE_PATH",
          "FRAME_ANCESTORS");

  /** Copies the set. */
  public Settings {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /**
   * Reads and checks the settings. Uses only the JDK, so that it also works outside the container.
   *
   * @param values by upper-case key; other keys are ignored, and an empty value counts as missing
   * @throws InvalidSettings naming every problem at once
   */
  public static Settings from(Map<String, String> values) {
    return from(values, List.of());
  }

  /**
   * The same, with problems that were found earlier.
   *
   * @param values by upper-case key
   * @param further problems to report together with those of the values
   * @throws InvalidSettings naming every problem at once
   */
  public static Settings from(Map<String, String> values, List<String> further) {
    return new SettingsReader(values, further).read();
  }
}
