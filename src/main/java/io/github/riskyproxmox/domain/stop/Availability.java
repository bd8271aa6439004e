package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.message.Message;
import java.util.Optional;

/** Whether an action can be used on a VM, and if not, why. */
public sealed interface Availability {
  /** Why it cannot be used, and what to do; empty if it can. */
  default Optional<Message> reason() {
    return switch (this) {
      case Available yes -> Optional.empty();
      case Unavailable no -> Optional.of(no.message());
    };
  }

  /** It can be used. */
  record Available() implements Availability {}

  /**
   * It cannot be used.
   *
   * @param message why, and what to do
   */
  record Unavailable(Message message) implements Availability {}
}
