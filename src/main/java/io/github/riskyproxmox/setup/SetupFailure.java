package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.message.Messages;

/** Setup cannot go on. */
final class SetupFailure extends Exception {
  private static final long serialVersionUID = 1L;

  SetupFailure(SetupText text, Object... arguments) {
    super(Messages.text(Message.of(text, arguments)));
  }
}
