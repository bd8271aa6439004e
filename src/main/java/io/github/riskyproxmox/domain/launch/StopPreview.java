package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import java.util.Optional;

/**
 * What stopping a VM, or shutting a node down, would involve now.
 *
 * @param choice the VM, or what runs on the node, and how it can stop
 * @param refusal why it cannot be done in any way; empty if it can
 * @param restartRefusal why the VM could not be started again; empty if it could
 * @param passesThrough whether a PCI device is passed through to one of them, which a forced stop
 *     can leave unusable
 */
public record StopPreview(
    StopChoice choice,
    Optional<Message> refusal,
    Optional<Message> restartRefusal,
    boolean passesThrough) {}
