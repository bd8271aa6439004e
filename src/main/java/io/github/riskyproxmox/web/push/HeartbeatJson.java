package io.github.riskyproxmox.web.push;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * A sign of life.
 *
 * @param epoch names this run of the agent
 * @param revision that of the event before, so that a listener notices what it has missed
 */
@JsonbPropertyOrder({"epoch", "revision"})
public record HeartbeatJson(String epoch, long revision) {}
