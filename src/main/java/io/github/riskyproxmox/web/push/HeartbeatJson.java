package io.github.riskyproxmox.web.push;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign of life.
 *
 * @param epoch names this run of the agent
 * @param revision that of the event before, so that a listener notices what it has missed
 * @param readAt when Proxmox was last read, which changes without an event where nothing else does
 */
@JsonbPropertyOrder({"epoch", "revision", "readAt"})
public record HeartbeatJson(String epoch, long revision, Optional<Instant> readAt) {}
