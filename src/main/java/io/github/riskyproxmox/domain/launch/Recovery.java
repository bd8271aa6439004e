package io.github.riskyproxmox.domain.launch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a target that has crashed is brought back to life (pve-api.md §14). */
public enum Recovery {
  /** Reset it, like the button of that name, and let it boot. */
  RESET,
  /** Switch it off, and start it when it is really gone. */
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
