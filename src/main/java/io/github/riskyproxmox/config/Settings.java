package io.github.riskyproxmox.config;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All the agent is told about Proxmox and its network, checked.
 *
 * @param host where Proxmox listens
 * @param tokenId the token's name
 * @param tokenSecret its secret
 * @param trust which certificate is accepted
 * @param node show and switch only this node's VMs
 * @param shutdownTimeout how long a graceful shutdown may take
 * @param exclude what makes two VMs of a node exclude each other
 * @param allowedHosts further host names under which the page may be asked for, lower-case
 */
public record Settings(
    PveAddress host,
    TokenId tokenId,
    Secret tokenSecret,
    CertificateTrust trust,
    Optional<NodeName> node,
    Duration shutdownTimeout,
    Exclusion exclude,
    Set<String> allowedHosts) {

  /** Every key that is read, as it is written in {@code .env}. */
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
          "ALLOWED_HOSTS");

  /** Copies the set. */
  public Settings {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /**
   * Reads and checks them; needs nothing but the JDK, so that it also works outside the container.
   *
   * @param values by upper-case key; other keys are ignored, an empty value counts as not given
   * @throws InvalidSettings naming every problem at once
   */
  public static Settings from(Map<String, String> values) {
    return from(values, List.of());
  }

  /**
   * The same, where something is wrong already with what the values were read from.
   *
   * @param values by upper-case key
   * @param further problems to be named with those of the values
   * @throws InvalidSettings naming every problem at once
   */
  public static Settings from(Map<String, String> values, List<String> further) {
    return new SettingsReader(values, further).read();
  }
}
