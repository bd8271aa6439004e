package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import java.util.Optional;

/**
 * The journal of launches has a new problem, or none any more.
 *
 * @param message the problem; empty if there is none any more
 */
public record JournalTrouble(Optional<Message> message) {}
