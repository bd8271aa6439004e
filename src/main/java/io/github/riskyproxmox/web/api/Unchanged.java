package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.launch.LaunchService;

/** The answer to the action {@code cancel}: the client has decided to do nothing. */
final class Unchanged {
  private Unchanged() {}

  static LaunchReply reply(LaunchService launches) {
    return launches.current().filter(launch -> !launch.phase().isOver()).isPresent()
        ? new LaunchReply.InProgress(Message.of(MessageKey.CANCEL_CHANGES_NOTHING))
        : new LaunchReply.Cancelled(Message.of(MessageKey.NOTHING_DONE));
  }
}
