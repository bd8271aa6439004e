package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * The answer of calls that return nothing: {@code DELETE /nodes/{node}/tasks/{upid}} and {@code
 * POST /nodes/{node}/status}.
 *
 * @param data always null
 */
public record EmptyReply(@Nullable String data) {}
