package io.github.riskyproxmox.web.events;

/** Whether a client may open one more event stream. */
enum StreamLimit {
  /** Yes. */
  FREE,
  /** No: too many are open, or the agent is stopping. */
  NONE,
  /** No: this client has too many open. */
  NONE_FOR_CLIENT
}
