package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /nodes/{node}/tasks/{upid}}.
 *
 * @param data always null
 */
public record AbortReply(@Nullable String data) {}
