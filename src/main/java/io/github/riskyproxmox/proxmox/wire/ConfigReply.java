package io.github.riskyproxmox.proxmox.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/qemu/{vmid}/config}, and the same of a container.
 *
 * @param data by key, the values as text or lists of such values; empty text where a value could
 *     not be read
 */
public record ConfigReply(@Nullable Map<String, Object> data) {}
