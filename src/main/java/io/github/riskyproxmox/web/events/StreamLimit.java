package io.github.riskyproxmox.web.events;

/** Whether one more event stream may be opened. */
enum StreamLimit {
  /** It may. */
  FREE,
  /** Too many are open, or the agent is stopping. */
  NONE,
  /** The client has its share. */
  NONE_FOR_CLIENT
}
