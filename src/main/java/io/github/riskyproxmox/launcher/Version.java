package io.github.riskyproxmox.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in launcher.jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Optional<String> version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
    return new String[] {"risky-proxmox-agent " + version.orElse("(not packaged)")};
  }
}
