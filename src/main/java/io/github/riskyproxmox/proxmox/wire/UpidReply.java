package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.Nullable;

/**
 * What every {@code POST .../status/...} answers.
 *
 * @param data the new task's UPID
 */
public record UpidReply(@Nullable String data) {}
