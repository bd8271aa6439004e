package io.github.riskyproxmox.proxmox.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /access/permissions}.
 *
 * @param data by path, then by privilege; the number only says whether it is inherited further down
 */
public record PermissionsReply(@Nullable Map<String, Map<String, Integer>> data) {}
