package io.github.riskyproxmox.web.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer before the first launch. */
@Schema(name = "Idle")
public record Idle(@Schema(enumeration = "idle") String state) {
  /** The only one. */
  static final Idle IDLE = new Idle("idle");
}
