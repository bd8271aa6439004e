package io.github.riskyproxmox.proxmox.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /nodes/{node}/qemu/{vmid}/config}.
 *
 * @param data keys and values as the configuration has them: texts and numbers
 */
public record ConfigReply(@Nullable Map<String, Object> data) {}
