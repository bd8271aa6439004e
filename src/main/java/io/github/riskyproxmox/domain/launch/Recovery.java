package io.github.riskyproxmox.domain.launch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a target that has crashed is brought back (pve-api.md §14). */
public enum Recovery {
  /** Reset it, so that it boots. */
  RESET,
  /** Terminate it, and start it when it has really stopped. */
  RESTART;

  /** Its word in the API and on the page. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with that word, if there is one. */
  public static Optional<Recovery> of(String id) {
    return Stream.of(values()).filter(one -> one.id().equals(id)).findFirst();
  }
}
