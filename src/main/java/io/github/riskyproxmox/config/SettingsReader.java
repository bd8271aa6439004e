package io.github.riskyproxmox.config;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads all settings and reports all problems together. */
final class SettingsReader {
  private static final int LONGEST_SECONDS = 3600;

  private final Map<String, String> values;
  private final List<String> problems;

  SettingsReader(Map<String, String> values, List<String> further) {
    this.values = values;
    this.problems = new ArrayList<>(further);
  }

  Settings read() {
    Optional<PveAddress> host =
        required("PVE_HOST", "write the Proxmox host, such as pve.lan or 192.168.1.10:8006")
            .flatMap(text -> checked(text, PveAddress::parse));
    Optional<TokenId> tokenId =
        required("PVE_TOKEN_ID", "write the API token's name, such as launcher@pve!agent")
            .flatMap(text -> checked(text, TokenId::new));
    Optional<Secret> secret = new SecretReader(values, problems).read();
    Optional<CertificateTrust> trust = new TrustReader(values, problems).read();
    Optional<NodeName> node = given("PVE_NODE").flatMap(this::node);
    Optional<Duration> shutdownTimeout = seconds("SHUTDOWN_TIMEOUT", 180);
    Optional<Exclusion> exclude = exclude(given("EXCLUDE").orElse("auto"));
    Optional<FallbackVm> fallbackVm = fallbackVm();
    Optional<Duration> fallbackAfter = seconds("FALLBACK_AFTER", 40);
    Optional<Boolean> hostPoweroff = hostPoweroff(given("HOST_POWEROFF").orElse("false"));
    Set<String> allowedHosts = given("ALLOWED_HOSTS").map(this::hostNames).orElse(Set.of());
    Optional<BasePath> basePath = checked(given("BASE_PATH").orElse("/"), BasePath::parse);
    Optional<FrameAncestors> frameAncestors =
        checked(given("FRAME_ANCESTORS").orElse(""), FrameAncestors::parse);
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return new Settings(
        host.orElseThrow(),
        tokenId.orElseThrow(),
        secret.orElseThrow(),
        trust.orElseThrow(),
        node,
        shutdownTimeout.orElseThrow(),
        exclude.orElseThrow(),
        fallbackVm,
        fallbackAfter.orElseThrow(),
        hostPoweroff.orElseThrow(),
        allowedHosts,
        basePath.orElseThrow(),
        frameAncestors.orElseThrow());
  }

  private Optional<NodeName> node(String text) {
    try {
      return Optional.of(new NodeName(text));
    } catch (IllegalArgumentException unusable) {
      problems.add(
          "PVE_NODE is \""
              + text
              + "\"; write the node's name as Proxmox shows it, such as pve (letters, digits and"
              + " hyphens), or remove it to see all nodes.");
      return Optional.empty();
    }
  }

  private Optional<Duration> seconds(String key, int otherwise) {
    String text = given(key).orElse(Integer.toString(otherwise));
    int seconds = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (seconds < 1 || seconds > LONGEST_SECONDS) {
      problems.add(
          key
              + " is \""
              + text
              + "\"; write whole seconds from 1 to "
              + LONGEST_SECONDS
              + ", such as "
              + otherwise
              + ".");
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private Optional<FallbackVm> fallbackVm() {
    Optional<String> oldName = given("PVE_FALLBACK_VM");
    Optional<String> text = given("FALLBACK_VM").or(() -> oldName);
    if (oldName.isPresent() && !text.equals(oldName)) {
      problems.add("FALLBACK_VM and PVE_FALLBACK_VM name different VMs: remove PVE_FALLBACK_VM.");
    }
    return text.flatMap(name -> checked(name, FallbackVm::new));
  }

  private Optional<Boolean> hostPoweroff(String text) {
    Optional<Boolean> allowed = Flag.parse(text);
    if (allowed.isEmpty()) {
      problems.add(
          "HOST_POWEROFF is \""
              + text
              + "\"; write true (the page and the API can shut a Proxmox host down) or false.");
    }
    return allowed;
  }

  private Optional<Exclusion> exclude(String text) {
    for (Exclusion exclusion : Exclusion.values()) {
      if (exclusion.name().equalsIgnoreCase(text)) {
        return Optional.of(exclusion);
      }
    }
    problems.add(
        "EXCLUDE is \""
            + text
            + "\"; write auto, devices (two VMs that share a device, a disk or a group exclude each"
            + " other) or node (one VM at a time).");
    return Optional.empty();
  }

  private Set<String> hostNames(String list) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : list.toLowerCase(Locale.ROOT).strip().split("[,\\s]+")) {
      String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      if (HostNames.isValid(bare)) {
        names.add(bare);
      } else if (!bare.isEmpty()) {
        problems.add(
            "ALLOWED_HOSTS contains \""
                + name
                + "\"; write host names without scheme, port or wildcard, separated by commas, such"
                + " as vms.example.org.");
      }
    }
    return names;
  }

  private Optional<String> given(String key) {
    return given(values, key);
  }

  private Optional<String> required(String key, String remedy) {
    Optional<String> value = given(key);
    if (value.isEmpty()) {
      problems.add(key + " is missing: " + remedy + ".");
    }
    return value;
  }

  private <T> Optional<T> checked(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException unusable) {
      problems.add(String.valueOf(unusable.getMessage()));
      return Optional.empty();
    }
  }

  static Optional<String> given(Map<String, String> values, String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }
}
